package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.ticket.v1.MintTokenRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the upstream answers to a token: its proof of who it is, or why it does not like it.
class MutualAuthenticationTest {
    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static TestEdge edge;

    @BeforeAll
    static void start() {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.routes.eas.mutual-authentication", "true");
        settings.put("kcd.routes.challenge.mutual-authentication", "true");
        bed.route(
                settings, "careless", "/careless", frame.keep(bed.rawUpstream()).port());
        settings.put("kcd.routes.careless.authorization", "on-challenge");
        settings.put("kcd.routes.careless.mutual-authentication", "true");
        edge = frame.edge(settings);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void passes_on_what_comes_with_the_upstream_s_proof(Version version) throws Exception {
        // Given
        TestDevice device = frame.device(edge, "paula", version);

        // When
        HttpResponse<String> response = device.post("/eas/x", "a body");

        // Then
        assertThat(response.body()).isEqualTo("a body");
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void passes_on_nothing_of_an_upstream_that_proves_nothing() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "quentin", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post("/eas/unproven", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("UPSTREAM_UNPROVEN");
        assertThat(response.headers().firstValue("X-Connection-User")).isEmpty();
    }

    /// It never asks for a token, so on-challenge alone would never ask it for a proof.
    @Test
    void passes_on_nothing_of_an_upstream_that_never_asks() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "ursula", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post("/careless/x", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("UPSTREAM_UNPROVEN");
    }

    @Test
    void waits_for_the_challenge_once_the_connection_is_proven() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "vera", Version.HTTP_1_1);
        assertThat(device.post("/challenge/x", "first").body()).isEqualTo("first");
        long before = bed.broker().minted();

        // When
        HttpResponse<String> response = device.post("/challenge/x", "second");

        // Then
        assertThat(response.body()).isEqualTo("second");
        assertThat(bed.broker().minted()).isEqualTo(before);
    }

    @Test
    void asks_for_no_proof_where_none_is_wanted() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "rosa", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post("/strict/unproven", "a body");

        // Then
        assertThat(response.body()).isEqualTo("a body");
    }

    @Test
    void shows_the_broker_what_the_upstream_refused_a_token_with() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "sven", Version.HTTP_1_1);

        // When
        device.post("/eas/deny", "a body");

        // Then
        assertThat(bed.broker().requests())
                .filteredOn(MintTokenRequest::getRenewTicket)
                .extracting(MintTokenRequest::getUpstreamReply)
                .containsExactly(ByteString.copyFromUtf8("no"));
    }

    @Test
    void names_its_request_to_the_broker_and_not_as_the_device_does() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "tina", Version.HTTP_1_1);
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
