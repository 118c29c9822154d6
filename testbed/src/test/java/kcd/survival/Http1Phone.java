package kcd.survival;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import kcd.lab.twin.GatewaySettings;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 by hand, so that nothing is repeated behind the test's back: a connection that is closed while a
/// request is on its way is a failure here.
final class Http1Phone implements Fleet.Phone {
    private static final int TIMEOUT_MILLIS = 90_000;

    private final SSLContext tls;
    private final List<String> edges;
    private @Nullable SSLSocket socket;
    private @Nullable InputStream in;
    private int connections;

    Http1Phone(SSLContext tls, List<String> edges) {
        this.tls = tls;
        this.edges = edges;
    }

    @Override
    public int synchronise() throws IOException {
        return ask("FolderSync");
    }

    int ask(String command) throws IOException {
        send(command);
        return answer();
    }

    void send(String command) throws IOException {
        SSLSocket open = socket == null ? connect() : socket;
        String request = "POST " + GatewaySettings.ROUTE_PATH + "?Cmd=" + command
                + "&User=phone&DeviceId=survivor&DeviceType=test HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";
        open.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        open.getOutputStream().flush();
    }

    int answer() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> fields = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] field = line.split(": *", 2);
            fields.put(field[0].toLowerCase(Locale.ROOT), field[1]);
        }
        if (fields.containsKey("transfer-encoding")) {
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                stream().skipNBytes(size);
                line();
            }
            line();
        } else {
            stream().skipNBytes(Long.parseLong(fields.getOrDefault("content-length", "0")));
        }
        if ("close".equalsIgnoreCase(fields.get("connection"))) {
            hangUp();
        }
        return Integer.parseInt(status[1]);
    }

    private SSLSocket connect() throws IOException {
        SSLSocket connected = handshake();
        socket = connected;
        in = new BufferedInputStream(connected.getInputStream());
        return connected;
    }

    private SSLSocket handshake() throws IOException {
        for (int tried = 0; ; tried++) {
            String edge = edges.get(connections++ % edges.size());
            Socket plain = new Socket();
            try {
                plain.connect(new InetSocketAddress(edge, Gateway.EDGE_PORT), TIMEOUT_MILLIS);
            } catch (ConnectException refused) {
                plain.close();
                if (tried == edges.size()) {
                    throw refused;
                }
                continue;
            }
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, edge, Gateway.EDGE_PORT, true);
            secured.setSoTimeout(TIMEOUT_MILLIS);
            secured.startHandshake();
            return secured;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = stream().read(); octet != '\n'; octet = stream().read()) {
            if (octet < 0) {
                throw new EOFException("closed after \"" + line + "\"");
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    private InputStream stream() throws IOException {
        InputStream open = in;
        if (open == null) {
            throw new IOException("not connected");
        }
        return open;
    }

    @Override
    public void hangUp() {
        SSLSocket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // It is gone either way.
            }
        }
    }
}
