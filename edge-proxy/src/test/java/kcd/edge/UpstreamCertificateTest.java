package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.OpenSslServer;
import kcd.edge.bed.RawUpstream;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.edge.bed.TestToken;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an upstream's certificate is bound into.
class UpstreamCertificateTest {
    private static final String AUTHORIZATION = "Authorization: ";
    private static final int DEVICES = 6;
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    /// The upstream takes new tickets for old sessions, as one does that has its certificate renewed while it runs. A
    /// resumed session would show the edge the certificate of the session's beginning.
    @Test
    void each_token_is_bound_to_the_certificate_shown_on_its_own_connection() throws Exception {
        // Given
        RawUpstream upstream = frame.keep(bed.rawUpstream());
        Map<String, String> settings = bed.route("raw", "/raw", upstream.port());
        TestEdge edge = frame.edge(settings);
        ask(edge, "before");
        Credential renewed = bed.upstreamCertificate();

        // When
        upstream.show(renewed);
        int seen = upstream.requests().size();
        ask(edge, "after");

        // Then
        List<String> after =
                upstream.requests().subList(seen, upstream.requests().size());
        assertThat(after)
                .hasSize(DEVICES)
                .extracting(UpstreamCertificateTest::binding)
                .containsOnly(sha256(renewed));
        assertThat(upstream.requests().subList(0, seen).stream()
                        .map(UpstreamCertificateTest::binding)
                        .collect(Collectors.toSet()))
                .hasSize(1)
                .doesNotContain(sha256(renewed));
    }

    /// By the word of OpenSSL, which offers each of them a session to resume.
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void an_upstream_shows_its_certificate_on_every_connection(String version) throws Exception {
        // Given
        OpenSslServer upstream = frame.keep(new OpenSslServer(bed.directory(), bed.upstreamCertificate(), version));
        Map<String, String> settings = bed.route("openssl", "/openssl", upstream.port());
        TestEdge edge = frame.edge(settings);
        for (int i = 0; i < DEVICES; i++) {
            TestDevice device = frame.device(edge, "d" + i);

            // When
            String seen = device.get("/openssl/x").body();

            // Then
            assertThat(seen).contains("New, TLSv1.").doesNotContain("Reused, TLSv1.");
        }
    }

    @Test
    void a_new_ca_of_the_upstream_is_trusted_from_the_next_connection_on() throws Exception {
        // Given
        RawUpstream upstream = frame.keep(bed.rawUpstream());
        Path trust = Files.copy(bed.serviceTrust(), bed.directory().resolve("upstream-ca.pem"));
        Map<String, String> settings = bed.route("raw", "/raw", upstream.port());
        settings.put("kcd.routes.raw.upstream-trust-store", trust.toString());
        TestEdge edge = frame.edge(settings);
        ask(edge, "before");
        upstream.show(bed.deviceCa().server("localhost"));
        Await.until("refused", SOON, () -> status(edge) == 503 && edge.requests("UPSTREAM_UNTRUSTED") > 0);

        // When
        Files.copy(Path.of(bed.file("devices.pem")), trust, StandardCopyOption.REPLACE_EXISTING);

        // Then
        Await.until("taken over", SOON, () -> status(edge) == 200);
    }

    @Test
    void a_new_ca_of_the_brokers_is_trusted_from_the_next_connection_on() throws Exception {
        // Given
        RawUpstream upstream = frame.keep(bed.rawUpstream());
        Path trust =
                Files.copy(Path.of(bed.file("devices.pem")), bed.directory().resolve("mesh-ca.pem"));
        Map<String, String> settings = bed.route("raw", "/raw", upstream.port());
        settings.put("kcd.mtls.trust-store", trust.toString());
        settings.put("kcd.broker.deadline", "2s");
        TestEdge edge = frame.edge(settings);
        assertThat(status(edge)).isEqualTo(503);

        // When
        Files.copy(bed.serviceTrust(), trust, StandardCopyOption.REPLACE_EXISTING);

        // Then
        Await.until("taken over", SOON, () -> status(edge) == 200);
    }

    private int status(TestEdge edge) {
        try (TestDevice device = frame.device(edge, "somebody")) {
            return device.get("/raw/x").statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// More devices than event loops: each loop has had sessions to resume.
    private void ask(TestEdge edge, String when) throws Exception {
        for (String name :
                IntStream.range(0, DEVICES).mapToObj(i -> when + "-" + i).toList()) {
            try (TestDevice device = frame.device(edge, name)) {
                assertThat(device.get("/raw/x").statusCode()).isEqualTo(200);
            }
        }
    }

    private static String binding(String request) {
        return request.lines()
                .filter(line -> line.startsWith(AUTHORIZATION))
                .map(line -> line.substring(AUTHORIZATION.length()))
                .flatMap(value -> TestToken.fromAuthorization(value).stream())
                .map(TestToken::binding)
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(Credential identity) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(identity.certificate().getEncoded()));
    }
}
