package kcd.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.Credential.PemFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/// What devices notice when the edges' certificate and session ticket keys are replaced under load.
@ExtendWith(SharedGateway.class)
class HotSwapIT {
    private static final int PHONES = 8;
    private static final int ROUNDS = 3;
    private static final long SOME = 150;
    private static final int KEY_BYTES = 48;

    private Gateway gateway;
    private List<Pod> edges;
    private Path current;
    private Path previous;

    @BeforeEach
    void start(Gateway shared, TestInfo test) throws Exception {
        gateway = shared;
        // Of each test's own, so that it begins with edges that have read them.
        String name = test.getTestMethod().orElseThrow().getName();
        current = gateway.file(name + "-current");
        previous = gateway.file(name + "-previous");
        Files.write(previous, random());
        Files.write(current, random());
        gateway.brokers();
        edges = gateway.edges(Map.of("kcd.tls.session-ticket-keys", current + "," + previous));
    }

    @Test
    void no_handshake_and_no_request_fails_and_new_connections_see_the_new_certificate() throws Exception {
        try (Fleet fleet = new Fleet(gateway.alice(), Gateway.addresses(edges), PHONES, true)) {
            for (int round = 0; round < ROUNDS; round++) {
                // Given
                fleet.awaitServed(SOME);

                // When
                Credential fresh = gateway.newFront();
                gateway.writeFront(fresh);
                rotate();

                // Then
                for (Pod edge : edges) {
                    Await.until(
                            "the new certificate is shown", () -> shown(edge).equals(fresh.certificate()));
                }
            }
            assertThat(fleet.awaitServed(SOME).failures()).isEmpty();
        }
    }

    @Test
    void a_session_opens_at_every_edge_and_after_a_rotation() throws Exception {
        // Given
        Path session = gateway.file("session");
        assertThat(openssl(edges.getFirst(), "-sess_out", session.toString())).contains("New, TLSv1.3");
        assertThat(openssl(edges.getLast(), "-sess_in", session.toString())).contains("Reused, TLSv1.3");

        // When
        rotate();
        for (Pod edge : edges) {
            String log = "kcd.tls.session-ticket-keys: now seals with the new first";
            Await.until("new keys", () -> Files.readString(edge.process().log()).contains(log));
        }

        // Then
        for (Pod edge : edges) {
            assertThat(openssl(edge, "-sess_in", session.toString())).contains("Reused, TLSv1.3");
        }
    }

    private void rotate() throws IOException {
        Files.write(previous, Files.readAllBytes(current));
        Files.write(current, random());
    }

    private static byte[] random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /// By a device that was never here: no session to resume.
    private X509Certificate shown(Pod edge) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) gateway.alice().getSocketFactory().createSocket(edge.address(), Gateway.EDGE_PORT)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private String openssl(Pod edge, String... options) throws IOException, InterruptedException {
        PemFiles device =
                gateway.lab().pki().files(gateway.lab().pki().devices().user("alice@worldwide.lab"), "openssl-device");
        ProcessBuilder command = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        edge.address() + ":" + Gateway.EDGE_PORT,
                        "-cert",
                        device.certificate().toString(),
                        "-key",
                        device.privateKey().toString(),
                        "-ign_eof")
                .redirectErrorStream(true);
        command.command().addAll(List.of(options));
        Process process = command.start();
        try (OutputStream in = process.getOutputStream()) {
            // Tickets come with the first answer.
            in.write("GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return said;
    }
}
