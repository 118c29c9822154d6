package kcd.lab.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import kcd.lab.http.Headers;
import kcd.lab.http.HttpReader;
import kcd.lab.http.HttpSyntaxException;
import kcd.lab.http.HttpWriter;
import kcd.lab.http.RequestHead;
import kcd.lab.upstream.ConnectionAuthentication.Decision;

/// One TLS connection from its first request to its last: read, authenticate, answer.
final class ExchangeConnection {

    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    /// What is left of a body nobody wanted is read up to here, then the connection goes.
    static final int MAX_DRAINED_BYTES = 1 << 20;

    private final Socket socket;
    private final long id;
    private final ExchangeJournal journal;
    private final ConnectionAuthentication authentication;
    private final Duration pingHold;
    private final HttpReader reader;
    private final HttpWriter writer;

    ExchangeConnection(
            Socket socket, ExchangeJournal journal, ConnectionAuthentication authentication, Duration pingHold)
            throws IOException {
        this.socket = socket;
        this.journal = journal;
        this.authentication = authentication;
        this.pingHold = pingHold;
        this.id = journal.connectionOpened();
        this.reader = new HttpReader(socket.getInputStream());
        this.writer = new HttpWriter(socket.getOutputStream());
    }

    void serve() throws IOException {
        socket.setSoTimeout((int) IDLE_TIMEOUT.toMillis());
        try {
            boolean open = true;
            while (open) {
                Optional<RequestHead> head = reader.head();
                open = head.isPresent() && serve(head.get());
            }
        } catch (HttpSyntaxException e) {
            writer.send(
                    400,
                    Headers.of("Connection", "close").with("Content-Type", "text/plain"),
                    (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Answers one request; false when it was the connection's last.
    private boolean serve(RequestHead head) throws IOException {
        InputStream body = reader.body(head);
        Decision decision = authentication.decide(head);
        SeenRequest seen = journal.seen(id, head, decision);
        return switch (decision) {
            case Decision.Challenge(String reason) -> challenge(head, body, reason);
            case Decision.Proceed proceed -> {
                if (head.expectsContinue()) {
                    writer.goOn();
                }
                Headers about = proceed.fields()
                        .with("Server", "Microsoft-IIS/10.0")
                        .with(ExchangeJournal.USER, proceed.user())
                        .with("X-Lab-Connection", Long.toString(id))
                        .with("X-Lab-Request", Long.toString(seen.id()));
                yield answer(seen, body, about) && !head.wantsClose() && drained(body);
            }
        };
    }

    private boolean challenge(RequestHead head, InputStream body, String reason) throws IOException {
        // A client that waits for 100 keeps its body back for good, so the bytes that follow would be ambiguous.
        boolean keep = !head.expectsContinue() && !head.wantsClose() && drained(body);
        Headers fields = Headers.of("WWW-Authenticate", "Negotiate")
                .with("WWW-Authenticate", "NTLM")
                .with("X-Lab-Reason", reason);
        writer.send(401, keep ? fields : fields.with("Connection", "close"), new byte[0]);
        return keep;
    }

    private boolean answer(SeenRequest seen, InputStream body, Headers about) throws IOException {
        RequestHead head = seen.head();
        if (head.query("lab").isPresent()) {
            return new LabPages(writer).answer(seen, body, about);
        }
        if (ActiveSync.isOptions(head)) {
            writer.send(200, about.with(ActiveSync.CAPABILITIES), new byte[0]);
            return true;
        }
        switch (ActiveSync.command(head).orElse("")) {
            case "FolderSync" -> writer.send(200, about.with(ActiveSync.WBXML), ActiveSync.folderSync());
            case "Sync" -> writer.send(200, about.with(ActiveSync.WBXML), ActiveSync.sync());
            case "Ping" -> {
                return ping(body, about);
            }
            default -> {
                return new LabPages(writer).echo(seen, body, about);
            }
        }
        return true;
    }

    private boolean ping(InputStream body, Headers about) throws IOException {
        if (!drained(body)) {
            return false;
        }
        journal.pingHeld();
        boolean abandoned = true;
        socket.setSoTimeout((int) pingHold.toMillis());
        try {
            abandoned = reader.peerCloses();
        } catch (SocketTimeoutException heartbeatOver) {
            abandoned = false;
        } finally {
            journal.pingEnded(abandoned);
        }
        socket.setSoTimeout((int) IDLE_TIMEOUT.toMillis());
        if (!abandoned) {
            writer.send(200, about.with(ActiveSync.WBXML), ActiveSync.nothingNew());
        }
        return !abandoned;
    }

    private static boolean drained(InputStream body) throws IOException {
        long read = 0;
        byte[] buffer = new byte[8_192];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            read += n;
            if (read > MAX_DRAINED_BYTES) {
                return false;
            }
        }
        return true;
    }
}
