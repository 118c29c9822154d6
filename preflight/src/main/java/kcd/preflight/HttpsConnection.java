package kcd.preflight;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import kcd.edge.route.Upstream;

/**
 * One connection to an upstream for one request. Not the edge's client: that pools per device and repeats what was
 * refused, while here each answer has to be seen by itself.
 */
final class HttpsConnection implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final String CHALLENGE = "www-authenticate:";
    private static final int MILLIS = Math.toIntExact(TIMEOUT.toMillis());

    private final SSLSocket socket;
    private final Upstream upstream;

    private HttpsConnection(SSLSocket socket, Upstream upstream) {
        this.socket = socket;
        this.upstream = upstream;
    }

    /** Connects, and checks the certificate's chain and name as the edge does. */
    static HttpsConnection open(Upstream upstream, SSLContext trust) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(upstream.host(), upstream.port()), MILLIS);
            plain.setSoTimeout(MILLIS);
            SSLSocket socket =
                    (SSLSocket) trust.getSocketFactory().createSocket(plain, upstream.host(), upstream.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new HttpsConnection(socket, upstream);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    X509Certificate certificate() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    /** {@code OPTIONS}, which changes nothing anywhere. */
    HttpsAnswer ask(String path) throws IOException {
        return ask(path, "");
    }

    /** The same with a token. */
    HttpsAnswer ask(String path, byte[] token) throws IOException {
        return ask(path, "Authorization: Negotiate " + Base64.getEncoder().encodeToString(token) + "\r\n");
    }

    private HttpsAnswer ask(String path, String authorization) throws IOException {
        String request = "OPTIONS " + path + " HTTP/1.1\r\nHost: " + upstream.authority() + "\r\n" + authorization
                + "User-Agent: kcd-preflight\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return parse(head());
    }

    private String head() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0 || head.size() == MAX_HEAD_BYTES || System.nanoTime() > deadline) {
                throw new ProtocolException("it ends, or goes on for ever, before its answer's head is over");
            }
            head.write(octet);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static HttpsAnswer parse(String head) throws ProtocolException {
        if (!head.matches("(?s)HTTP/1\\.[01] [1-5][0-9]{2}[ \\r].*")) {
            throw new ProtocolException("it does not speak HTTP/1.1");
        }
        List<String> challenges = new ArrayList<>();
        head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(CHALLENGE))
                .map(line -> line.substring(CHALLENGE.length()).strip())
                .forEach(challenges::add);
        return new HttpsAnswer(Integer.parseInt(head.substring(9, 12)), challenges);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
