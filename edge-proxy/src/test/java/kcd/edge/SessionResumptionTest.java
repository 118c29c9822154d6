package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.FakeRevocationFeed;
import kcd.edge.bed.OpenSsl;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A session lives in a ticket at the device, opens at every edge that has the key, and is judged anew at each.
class SessionResumptionTest {
    /// What the upstream says: whose connection it is.
    private static final String ANSWER = "\r\n\r\nalice";

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private final Credential alice = bed.device("alice");
    private final OpenSsl device = new OpenSsl(bed.directory(), bed.serviceTrust(), alice);

    @BeforeEach
    void start() throws IOException {
        key("first");
        key("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void resumes_at_another_edge_and_is_still_who_it_was(String version) throws Exception {
        // Given
        TestEdge one = frame.edge(settings("first"));
        TestEdge other = frame.edge(settings("first"));
        String before = device.get(one.port(), "/eas/x", version, "-sess_out", "session");
        assertThat(before).contains("New, TLSv1").contains(ANSWER);

        // When
        String after = device.get(other.port(), "/eas/x", version, "-sess_in", "session");

        // Then
        assertThat(after).contains("Reused, TLSv1").contains(ANSWER);
    }

    @Test
    void a_key_that_was_replaced_still_opens_until_it_is_taken_away() throws Exception {
        // Given
        TestEdge before = frame.edge(settings("first"));
        TestEdge rotated = frame.edge(settings("second", "first"));
        TestEdge rotatedAgain = frame.edge(settings("second"));

        // When
        device.get(before.port(), "/eas/x", "-sess_out", "session");

        // Then
        assertThat(device.get(rotated.port(), "/eas/x", "-sess_in", "session")).contains("Reused, ");
        assertThat(device.get(rotatedAgain.port(), "/eas/x", "-sess_in", "session"))
                .contains("New, ")
                .contains(ANSWER);
    }

    @Test
    void takes_over_new_keys_while_it_runs() throws Exception {
        // Given
        TestEdge edge = frame.edge(settings("first"));
        device.get(edge.port(), "/eas/x", "-sess_out", "session");
        assertThat(device.get(edge.port(), "/eas/x", "-sess_in", "session")).contains("Reused, ");

        // When
        key("first");

        // Then
        Await.until("the old key is gone", SOON, () -> isNew(edge));
        device.get(edge.port(), "/eas/x", "-sess_out", "session");
        assertThat(device.get(edge.port(), "/eas/x", "-sess_in", "session")).contains("Reused, ");
    }

    @Test
    void a_resumed_session_does_not_outlive_the_trust_in_its_certificate() throws Exception {
        // Given
        Map<String, String> elsewhere = settings("first");
        Path next = CertificateWorkshop.now().root("Next CA").writeCertificate(bed.directory(), "next");
        elsewhere.put("kcd.client-certificates.trust-store", next.toString());
        TestEdge one = frame.edge(settings("first"));
        TestEdge other = frame.edge(elsewhere);
        device.get(one.port(), "/eas/x", "-sess_out", "session");

        // When
        String after = device.get(other.port(), "/eas/x", "-sess_in", "session");

        // Then
        assertThat(after).contains("Reused, ").contains("HTTP/1.1 403").contains("CERTIFICATE_REJECTED");
    }

    @Test
    void a_resumed_session_does_not_outlive_the_revocation_of_its_certificate() throws Exception {
        // Given
        Map<String, String> settings = settings("first");
        FakeRevocationFeed feed =
                frame.keep(new FakeRevocationFeed(bed, bed.deviceCa().certificate()));
        settings.putAll(feed.settings());
        TestEdge edge = frame.edge(settings);
        feed.push(Instant.now().plusSeconds(3600));
        Await.until("ready", SOON, edge::isReady);
        device.get(edge.port(), "/eas/x", "-sess_out", "session");

        // When
        feed.push(Instant.now().plusSeconds(3600), alice);

        // Then
        Await.until("refused", SOON, () -> get(edge).contains("CERTIFICATE_REVOKED"));
        assertThat(get(edge)).contains("Reused, ").contains("HTTP/1.1 403");
    }

    private boolean isNew(TestEdge edge) {
        return get(edge).contains("New, ");
    }

    private String get(TestEdge edge) {
        try {
            return device.get(edge.port(), "/eas/x", "-sess_in", "session");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void key(String name) throws IOException {
        byte[] secret = new byte[name.equals("first") ? 48 : 80];
        new SecureRandom().nextBytes(secret);
        Files.write(bed.directory().resolve(name), secret);
    }

    private Map<String, String> settings(String... keys) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "kcd.tls.session-ticket-keys",
                String.join(
                        ",",
                        Arrays.stream(keys)
                                .map(key -> bed.directory().resolve(key).toString())
                                .toList()));
        return settings;
    }
}
