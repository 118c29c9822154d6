package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.Credential.PemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How the edge speaks to upstreams.
class UpstreamConnectionTest {
    @TempDir
    Path directory;

    private EdgeBed bed;

    @BeforeEach
    void start() {
        bed = new EdgeBed(directory);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    /// Negotiate authenticates connections, which HTTP/2 has no use for. RFC 4559 section 6.
    @ParameterizedTest
    @EnumSource(Version.class)
    void is_http_1_1_even_where_the_upstream_would_rather_speak_http_2(Version towardsDevice) throws Exception {
        // Given
        Map<String, String> settings = bed.settings();
        bed.route(settings, "modern", "/modern", modernUpstream().actualPort());
        settings.put("kcd.routes.modern.authorization", "on-challenge");
        try (TestEdge edge = new TestEdge(settings);
                TestDevice device =
                        new TestDevice(bed.device("alice"), bed.serviceTrust(), edge.port(), towardsDevice)) {
            // When
            String spoken = device.get("/modern/x").body();

            // Then
            assertThat(spoken).isEqualTo("HTTP_1_1");
        }
    }

    @Test
    void carries_a_token_with_every_request_where_that_is_wanted_whatever_the_upstream_keeps() throws Exception {
        // Given
        Map<String, String> settings = bed.settings();
        settings.put("kcd.routes.eas.authorization", "always");
        try (TestEdge edge = new TestEdge(settings);
                TestDevice device =
                        new TestDevice(bed.device("alice"), bed.serviceTrust(), edge.port(), Version.HTTP_1_1)) {
            // When
            for (int i = 0; i < 3; i++) {
                assertThat(device.get("/eas/x").body()).isEqualTo("alice");
            }

            // Then
            assertThat(bed.broker().minted()).isEqualTo(3);
            assertThat(bed.persistentUpstream().connections()).isOne();
        }
    }

    private HttpServer modernUpstream() {
        PemFiles files = bed.server("modern", "localhost");
        return Await.result(bed.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(files.certificate().toString())
                                .addKeyPath(files.privateKey().toString())))
                .requestHandler(
                        request -> request.response().end(request.version().name()))
                .listen());
    }
}
