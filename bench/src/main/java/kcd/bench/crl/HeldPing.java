package kcd.bench.crl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import kcd.pki.workshop.Credential;
import org.jspecify.annotations.Nullable;

/** A device's request that the upstream keeps; notes when the edge ends it, and how. */
final class HeldPing implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLSocket socket;
    private final AtomicReference<@Nullable Instant> endedAt = new AtomicReference<>();
    private volatile String answer = "";

    HeldPing(Credential device, CrlWorld world, int port) throws IOException, GeneralSecurityException {
        socket = (SSLSocket) tls(device, world).getSocketFactory().createSocket("localhost", port);
        socket.getOutputStream()
                .write("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(this::await);
    }

    static SSLContext tls(Credential own, CrlWorld world) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.keyStore(PASSWORD), PASSWORD);
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("mesh", world.mesh().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void await() {
        try {
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException cut) {
            answer = "";
        }
        endedAt.set(Instant.now());
    }

    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt.get());
    }

    /** What it was told: the first line of an answer, or that there was none. */
    String told() {
        return answer.isEmpty()
                ? "cut without an answer"
                : answer.lines().findFirst().orElse("");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
