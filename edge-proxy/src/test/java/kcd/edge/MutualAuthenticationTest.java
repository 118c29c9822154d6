package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.RawUpstream;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.ticket.v1.MintTokenRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the upstream answers to a token: its proof of who it is, or why it does not like it.
class MutualAuthenticationTest {
    @TempDir
    static Path directory;

    private static EdgeBed bed;
    private static RawUpstream careless;
    private static TestEdge edge;

    @BeforeAll
    static void start() {
        bed = new EdgeBed(directory);
        Map<String, String> settings = bed.settings();
        settings.put("kcd.routes.eas.mutual-authentication", "true");
        settings.put("kcd.routes.challenge.mutual-authentication", "true");
        careless = bed.rawUpstream();
        bed.route(settings, "careless", "/careless", careless.port());
        settings.put("kcd.routes.careless.authorization", "on-challenge");
        settings.put("kcd.routes.careless.mutual-authentication", "true");
        edge = new TestEdge(settings);
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
        careless.close();
        bed.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void passes_on_what_comes_with_the_upstream_s_proof(Version version) throws Exception {
        try (TestDevice device = device("paula", version)) {
            // When
            HttpResponse<String> response = device.post("/eas/x", "a body");

            // Then
            assertThat(response.body()).isEqualTo("a body");
            assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
        }
    }

    @Test
    void passes_on_nothing_of_an_upstream_that_proves_nothing() throws Exception {
        try (TestDevice device = device("quentin", Version.HTTP_1_1)) {
            // When
            HttpResponse<String> response = device.post("/eas/unproven", "a body");

            // Then
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("UPSTREAM_UNPROVEN");
            assertThat(response.headers().firstValue("X-Connection-User")).isEmpty();
        }
    }

    /// It never asks for a token, so on-challenge alone would never ask it for a proof.
    @Test
    void passes_on_nothing_of_an_upstream_that_never_asks() throws Exception {
        try (TestDevice device = device("ursula", Version.HTTP_1_1)) {
            // When
            HttpResponse<String> response = device.post("/careless/x", "a body");

            // Then
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("UPSTREAM_UNPROVEN");
        }
    }

    @Test
    void waits_for_the_challenge_once_the_connection_is_proven() throws Exception {
        try (TestDevice device = device("vera", Version.HTTP_1_1)) {
            // Given
            assertThat(device.post("/challenge/x", "first").body()).isEqualTo("first");
            long before = bed.broker().minted();

            // When
            HttpResponse<String> response = device.post("/challenge/x", "second");

            // Then
            assertThat(response.body()).isEqualTo("second");
            assertThat(bed.broker().minted()).isEqualTo(before);
        }
    }

    @Test
    void asks_for_no_proof_where_none_is_wanted() throws Exception {
        try (TestDevice device = device("rosa", Version.HTTP_1_1)) {
            // When
            HttpResponse<String> response = device.post("/strict/unproven", "a body");

            // Then
            assertThat(response.body()).isEqualTo("a body");
        }
    }

    @Test
    void shows_the_broker_what_the_upstream_refused_a_token_with() throws Exception {
        try (TestDevice device = device("sven", Version.HTTP_1_1)) {
            // When
            device.post("/eas/deny", "a body");

            // Then
            assertThat(bed.broker().requests())
                    .filteredOn(MintTokenRequest::getRenewTicket)
                    .extracting(MintTokenRequest::getUpstreamReply)
                    .containsExactly(ByteString.copyFromUtf8("no"));
        }
    }

    @Test
    void names_its_request_to_the_broker_and_not_as_the_device_does() throws Exception {
        try (TestDevice device = device("tina", Version.HTTP_1_1)) {
            // Given
            String own = "00-11111111111111111111111111111111-2222222222222222-01";

            // When
            HttpResponse<String> response = device.send(device.request("/strict/headers")
                    .header("traceparent", own)
                    .GET()
                    .build());

            // Then
            assertThat(bed.broker().lastTraceparent())
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                    .isNotEqualTo(own);
            assertThat(response.body()).contains(bed.broker().lastTraceparent()).doesNotContain(own);
        }
    }

    private static TestDevice device(String user, Version version) {
        return new TestDevice(bed.device(user), bed.serviceTrust(), edge.port(), version);
    }
}
