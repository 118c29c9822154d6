package kcd.edge.bed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import kcd.pki.file.KeyMaterial;
import kcd.pki.trust.HotKeyManager;
import kcd.pki.workshop.Credential;

/// An upstream that keeps every byte it is sent, as it was sent. It believes the framing it sees and answers 200,
/// unless told what to say.
public final class RawUpstream implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?imd)^content-length: *([0-9]+)\r$");
    private static final Pattern CHUNKED = Pattern.compile("(?imd)^transfer-encoding: *chunked\r$");
    private static final Duration REST = Duration.ofSeconds(30);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nPersistent-Auth: true\r\n\r\nok";

    private final SSLServerSocket listener;
    private final HotKeyManager key;
    private volatile String answer = ANSWER;
    private volatile boolean early;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger heads = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    public RawUpstream(Credential identity) {
        this(identity, 0);
    }

    /// @param port where to listen; 0 for any
    public RawUpstream(Credential identity, int port) {
        key = new HotKeyManager(material(identity));
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(new KeyManager[] {key}, null, null);
            listener = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// From the next full handshake on it shows this certificate. Sessions from before can still be resumed.
    public void show(Credential identity) {
        key.replace(material(identity));
    }

    /// What it answers from now on, as it is to stand on the wire.
    public void answers(String words) {
        answer = words;
    }

    /// From now on it answers a head at once, and reads the body afterwards.
    public void answersEarly(String words) {
        early = true;
        answer = words;
    }

    private static KeyMaterial material(Credential identity) {
        return new KeyMaterial(identity.chain(), identity.privateKey());
    }

    /// Each request with its body as it stood on the wire; what ended in the middle is among them.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// The same, once no connection is open: what broke off is known only then.
    public List<String> requestsAtRest() {
        Await.until("the upstream is at rest", REST, () -> open.get() == 0);
        return requests();
    }

    /// How many requests have begun, whether or not their bodies came.
    public int heads() {
        return heads.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // Closed.
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            while (request(socket)) {
                // Goes on.
            }
        } catch (IOException _) {
            // The edge hung up.
        } finally {
            open.decrementAndGet();
        }
    }

    private boolean request(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean whole = false;
        boolean answered = false;
        try {
            if (!readUntil(in, bytes, "\r\n\r\n")) {
                return false;
            }
            heads.incrementAndGet();
            if (early) {
                answer(socket);
                answered = true;
            }
            whole = body(in, bytes);
        } finally {
            if (bytes.size() > 0) {
                requests.add(bytes.toString(StandardCharsets.ISO_8859_1));
            }
        }
        if (whole && !answered) {
            answer(socket); // And not before the request is among the requests.
        }
        return whole;
    }

    private void answer(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean body(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        String head = bytes.toString(StandardCharsets.ISO_8859_1);
        if (CHUNKED.matcher(head).find()) {
            return readUntil(in, bytes, "0\r\n\r\n");
        }
        Matcher length = LENGTH.matcher(head);
        int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
        byte[] body = in.readNBytes(expected);
        bytes.writeBytes(body);
        return body.length == expected;
    }

    private static boolean readUntil(InputStream in, ByteArrayOutputStream bytes, String end) throws IOException {
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            bytes.write(next);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
