package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.FakeRevocationFeed;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a revocation list past its time is worth under each policy, as devices see it.
/// Under each of them whoever is on it stays out.
class StalePolicyTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private final Credential alice = bed.device("alice");
    private final Credential bob = bed.device("bob");
    private final FakeRevocationFeed feed =
            frame.keep(new FakeRevocationFeed(bed, bed.deviceCa().certificate()));

    @ParameterizedTest
    @CsvSource({"reject, 1s, 503", "grace:12h, 1s, 200", "grace:12h, 11h, 200", "grace:12h, 13h, 503", "allow, 13h, 200"
    })
    void whoever_is_not_on_it_is_served_for_as_long_as_the_policy_says(String policy, String past, int status)
            throws Exception {
        // Given
        TestEdge edge = edge(Map.of("kcd.revocation.when-stale", policy));

        // When
        feed.push(Instant.now().minus(Duration.parse("PT" + past)), bob);
        Await.until("in force", SOON, () -> edge.gauge("kcd.revocation.entries") == 1);

        // Then
        assertThat(device(alice, edge).get("/eas/x").statusCode()).isEqualTo(status);
        assertThatThrownBy(() -> device(bob, edge).get("/eas/x")).isInstanceOf(IOException.class);
        Await.until("counted", SOON, () -> edge.handshakes("CERTIFICATE_REVOKED") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "grace:12h"})
    void without_any_list_nobody_is_served_and_the_edge_is_not_ready(String policy) throws Exception {
        // Given
        TestEdge edge = edge(Map.of("kcd.revocation.when-stale", policy));
        TestDevice device = device(alice, edge);
        assertThat(device.get("/eas/x").statusCode()).isEqualTo(503);
        assertThat(edge.isReady()).isFalse();
    }

    @Test
    void without_any_list_all_are_served_where_that_is_allowed() throws Exception {
        // Given
        TestEdge edge = edge(Map.of("kcd.revocation.when-stale", "allow"));
        TestDevice device = device(alice, edge);
        assertThat(device.get("/eas/x").statusCode()).isEqualTo(200);
        assertThat(edge.isReady()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"reject, allow, 200", "allow, reject, 503"})
    void one_ca_may_have_a_policy_of_its_own(String usual, String its, int status) throws Exception {
        Map<String, String> settings = Map.of(
                "kcd.revocation.when-stale", usual,
                "kcd.revocation.authorities.phones.certificate", bed.file("devices.pem"),
                "kcd.revocation.authorities.phones.when-stale", its);
        TestEdge edge = edge(settings);

        // When
        feed.push(Instant.now().minusSeconds(1), bob);
        Await.until("in force", SOON, () -> edge.gauge("kcd.revocation.entries") == 1);

        // Then
        assertThat(device(alice, edge).get("/eas/x").statusCode()).isEqualTo(status);
    }

    private TestEdge edge(Map<String, String> more) {
        Map<String, String> settings = feed.settings();
        settings.putAll(more);
        return frame.edge(settings);
    }

    private TestDevice device(Credential credential, TestEdge edge) {
        return frame.device(edge, credential, Version.HTTP_1_1);
    }
}
