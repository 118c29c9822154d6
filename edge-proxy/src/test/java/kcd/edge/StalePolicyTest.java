package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.FakeRevocationFeed;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a revocation list past its time is worth under each policy, as devices see it.
/// Under each of them whoever is on it stays out.
class StalePolicyTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private EdgeBed bed;
    private FakeRevocationFeed feed;
    private Credential alice;
    private Credential bob;

    @BeforeEach
    void start() throws IOException {
        bed = new EdgeBed(directory);
        feed = new FakeRevocationFeed(bed, bed.deviceCa().certificate());
        alice = bed.device("alice");
        bob = bed.device("bob");
    }

    @AfterEach
    void stop() {
        feed.close();
        bed.close();
    }

    @ParameterizedTest
    @CsvSource({"reject, 1s, 503", "grace:12h, 1s, 200", "grace:12h, 11h, 200", "grace:12h, 13h, 503", "allow, 13h, 200"
    })
    void whoever_is_not_on_it_is_served_for_as_long_as_the_policy_says(String policy, String past, int status)
            throws Exception {
        try (TestEdge edge = edge(Map.of("kcd.revocation.when-stale", policy))) {
            // When
            feed.push(Instant.now().minus(Duration.parse("PT" + past)), bob);
            Await.until("in force", SOON, () -> edge.gauge("kcd.revocation.entries") == 1);

            // Then
            try (TestDevice device = device(alice, edge)) {
                assertThat(device.get("/eas/x").statusCode()).isEqualTo(status);
            }
            assertThatThrownBy(() -> device(bob, edge).get("/eas/x")).isInstanceOf(IOException.class);
            Await.until("counted", SOON, () -> edge.handshakes("CERTIFICATE_REVOKED") > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "grace:12h"})
    void without_any_list_nobody_is_served_and_the_edge_is_not_ready(String policy) throws Exception {
        try (TestEdge edge = edge(Map.of("kcd.revocation.when-stale", policy));
                TestDevice device = device(alice, edge)) {
            assertThat(device.get("/eas/x").statusCode()).isEqualTo(503);
            assertThat(edge.isReady()).isFalse();
        }
    }

    @Test
    void without_any_list_all_are_served_where_that_is_allowed() throws Exception {
        try (TestEdge edge = edge(Map.of("kcd.revocation.when-stale", "allow"));
                TestDevice device = device(alice, edge)) {
            assertThat(device.get("/eas/x").statusCode()).isEqualTo(200);
            assertThat(edge.isReady()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"reject, allow, 200", "allow, reject, 503"})
    void one_ca_may_have_a_policy_of_its_own(String usual, String its, int status) throws Exception {
        Map<String, String> settings = Map.of(
                "kcd.revocation.when-stale", usual,
                "kcd.revocation.authorities.phones.certificate", bed.file("devices.pem"),
                "kcd.revocation.authorities.phones.when-stale", its);
        try (TestEdge edge = edge(settings)) {
            // When
            feed.push(Instant.now().minusSeconds(1), bob);
            Await.until("in force", SOON, () -> edge.gauge("kcd.revocation.entries") == 1);

            // Then
            try (TestDevice device = device(alice, edge)) {
                assertThat(device.get("/eas/x").statusCode()).isEqualTo(status);
            }
        }
    }

    private TestEdge edge(Map<String, String> more) {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.revocation.enabled", "true");
        settings.put("kcd.revocation.endpoint", "localhost:" + feed.port());
        settings.putAll(more);
        return new TestEdge(settings);
    }

    private TestDevice device(Credential credential, TestEdge edge) {
        return new TestDevice(credential, bed.serviceTrust(), edge.port(), Version.HTTP_1_1);
    }
}
