package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.http.HttpClient.Version;
import java.util.HashMap;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.Credential.PemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How the edge speaks to upstreams.
class UpstreamConnectionTest {
    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    /// Negotiate authenticates connections, which HTTP/2 has no use for. RFC 4559 section 6.
    @ParameterizedTest
    @EnumSource(Version.class)
    void is_http_1_1_even_where_the_upstream_would_rather_speak_http_2(Version towardsDevice) throws Exception {
        // Given
        Map<String, String> settings = new HashMap<>();
        bed.route(settings, "modern", "/modern", modernUpstream().actualPort());
        settings.put("kcd.routes.modern.authorization", "on-challenge");
        TestEdge edge = frame.edge(settings);
        TestDevice device = frame.device(edge, "alice", towardsDevice);

        // When
        String spoken = device.get("/modern/x").body();

        // Then
        assertThat(spoken).isEqualTo("HTTP_1_1");
    }

    @Test
    void carries_a_token_with_every_request_where_that_is_wanted_whatever_the_upstream_keeps() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.routes.eas.authorization", "always"));
        TestDevice device = frame.device(edge, "alice");

        // When
        for (int i = 0; i < 3; i++) {
            assertThat(device.get("/eas/x").body()).isEqualTo("alice");
        }

        // Then
        assertThat(bed.broker().minted()).isEqualTo(3);
        assertThat(bed.persistentUpstream().connections()).isOne();
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
