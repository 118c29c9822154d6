package kcd.edge.bed;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import kcd.pki.workshop.Credential;
import org.jspecify.annotations.Nullable;

/// A phone: its certificate, its trust in the edge, an HTTP client, and raw sockets for what no client would send.
public final class TestDevice implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final char[] PASSWORD = "device".toCharArray();

    private final SSLContext tls;
    private final HttpClient client;
    private final int port;

    public TestDevice(@Nullable Credential credential, Path trust, int port, HttpClient.Version version) {
        this.port = port;
        this.tls = context(keyManagers(credential), trust);
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(version)
                .connectTimeout(PATIENCE)
                .build();
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// The status of a request that may take its time.
    public CompletableFuture<Integer> begin(String path) {
        return client.sendAsync(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    public HttpResponse<InputStream> stream(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .timeout(PATIENCE);
    }

    /// A TLS connection of one's own, handshake done, speaking HTTP/1.1.
    public SSLSocket socket() throws IOException {
        return socket("http/1.1");
    }

    /// The same for HTTP/2, frame by frame.
    public RawHttp2 http2() throws IOException {
        return new RawHttp2(socket("h2"));
    }

    private SSLSocket socket(String protocol) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress("127.0.0.1", port), (int) PATIENCE.toMillis());
        return over(plain, protocol);
    }

    /// A TLS connection over one that stands already, handshake done.
    public SSLSocket over(Socket plain) throws IOException {
        return over(plain, "http/1.1");
    }

    private SSLSocket over(Socket plain, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /// Sends exactly these bytes on a connection of its own and returns all that comes back until it is closed.
    public String raw(String bytes) throws IOException {
        try (SSLSocket socket = socket()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// TLS with these key managers and trust in these CAs.
    static SSLContext context(KeyManager @Nullable [] own, Path trust) {
        try (InputStream in = Files.newInputStream(trust)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trustManagers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(@Nullable Credential credential) {
        if (credential == null) {
            return null;
        }
        try {
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(credential.keyStore(PASSWORD), PASSWORD);
            return keyManagers.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
