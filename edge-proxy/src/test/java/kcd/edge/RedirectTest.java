package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A mailbox that is on another server: requests follow it inside the gateway, and devices never learn of it.
class RedirectTest {
    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static TestEdge edge;

    @BeforeAll
    static void start() {
        Map<String, String> settings = bed.settings();
        settings.put(
                "kcd.routes.eas.redirect-hosts",
                "localhost:" + bed.otherUpstream().port() + "=HTTP/other.localhost");
        bed.route(settings, "inner", "/eas/inner", bed.strictUpstream().port());
        bed.route(settings, "locked", "/eas/locked", bed.strictUpstream().port());
        settings.put("kcd.routes.locked.methods", "GET");
        edge = frame.edge(settings);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void follows_a_mailbox_inside_with_a_ticket_for_the_server_it_is_on(Version version) throws Exception {
        // Given
        String user = "moved-" + version;
        bed.persistentUpstream().move(user, "localhost:" + bed.otherUpstream().port());
        TestDevice device = frame.device(edge, user, version);

        // When
        HttpResponse<String> response = device.post("/eas/x?Cmd=Sync", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("a body");
        assertThat(response.headers().firstValue("X-Connection-User")).contains(user);
        assertThat(response.headers().firstValue("X-MS-Location")).isEmpty();
        assertThat(bed.broker().requests())
                .anyMatch(asked -> asked.getTargetSpn().equals("HTTP/other.localhost"));
    }

    @Test
    void goes_to_the_new_server_at_once_the_next_time() throws Exception {
        // Given
        Credential settled = bed.device("settled");
        bed.persistentUpstream()
                .move("settled", "localhost:" + bed.otherUpstream().port());
        try (TestDevice device = frame.device(edge, settled, Version.HTTP_1_1)) {
            device.post("/eas/x", "first");
        }
        long before = bed.persistentUpstream().connections();
        try (TestDevice device = frame.device(edge, settled, Version.HTTP_1_1)) {
            // When
            HttpResponse<String> response = device.post("/eas/x", "second");

            // Then
            assertThat(response.body()).isEqualTo("second");
            assertThat(bed.persistentUpstream().connections()).isEqualTo(before);
        }
    }

    @Test
    void shows_a_server_that_is_not_listed_under_our_own_name() throws Exception {
        // Given
        bed.persistentUpstream().move("astray", "mail9.example.com");
        TestDevice device = frame.device(edge, "astray", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post("/eas/x", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(451);
        assertThat(response.headers().firstValue("X-MS-Location"))
                .contains("https://localhost:" + edge.port() + "/Microsoft-Server-ActiveSync");
    }

    @Test
    void follows_a_redirect_to_a_listed_server_below_the_same_route() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "rita", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post(
                "/eas/redirect?https://localhost:" + bed.otherUpstream().port() + "/eas/there", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("a body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/strict/x", "/eas/../strict/x", "//eas/x", "/eas%2fx", "/eas/inner/x", "/EAS/Locked"})
    void follows_no_redirect_that_leaves_the_route(String path) throws Exception {
        // Given
        TestDevice device = frame.device(edge, "lea", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post(
                "/eas/redirect?https://localhost:" + bed.otherUpstream().port() + path, "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains("https://localhost:" + edge.port() + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.com/eas/x", "http://evil.example.com/eas/x?y", "//evil.example.com/eas/x"})
    void sends_no_device_to_a_foreign_server(String location) throws Exception {
        // Given
        TestDevice device = frame.device(edge, "eva", Version.HTTP_1_1);

        // When
        String answer = device.raw(
                "GET /eas/redirect?" + location + " HTTP/1.1\r\nHost: mail.example.com\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 302")
                .contains("https://mail.example.com/eas/x")
                .doesNotContain("evil");
    }

    @Test
    void takes_a_long_body_to_the_new_server_with_the_next_request() throws Exception {
        // Given
        bed.persistentUpstream()
                .move("longa", "localhost:" + bed.otherUpstream().port());
        String body = "x".repeat(1_000_000);
        TestDevice device = frame.device(edge, "longa", Version.HTTP_1_1);
        HttpResponse<String> first = device.post("/eas/sink", body);

        // When
        HttpResponse<String> second = device.post("/eas/sink", body);

        // Then
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.body()).contains("MOVED_MIDWAY");
        assertThat(second.body()).isEqualTo("1000000");
    }

    @Test
    void follows_no_circle() throws Exception {
        // Given
        bed.persistentUpstream()
                .move("circa", "localhost:" + bed.otherUpstream().port());
        bed.otherUpstream().move("circa", "localhost:" + bed.otherUpstream().port());
        TestDevice device = frame.device(edge, "circa", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post("/eas/x", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(451);
    }

    @ParameterizedTest
    @ValueSource(ints = {449, 451, 456, 457, 503})
    void passes_active_sync_s_own_statuses_with_their_fields(int status) throws Exception {
        // Given
        TestDevice device = frame.device(edge, "stella", Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.post("/eas/status/" + status, "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("as it is");
        assertThat(response.headers().firstValue("Retry-After")).contains("77");
        assertThat(response.headers().firstValue("X-MS-Credential-Service-Url"))
                .contains("https://passwords.example.com/");
    }
}
