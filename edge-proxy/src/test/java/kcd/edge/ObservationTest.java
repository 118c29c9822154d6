package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What operators see of devices' requests and connections.
class ObservationTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Logger ACCESS_LOG = Logger.getLogger("kcd.access");

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private final Lines lines = new Lines();

    @BeforeEach
    void start() {
        ACCESS_LOG.addHandler(lines);
    }

    @AfterEach
    void stop() {
        ACCESS_LOG.removeHandler(lines);
    }

    @Test
    void a_request_is_one_line_that_says_what_became_of_it_and_no_secret() throws Exception {
        // Given
        TestEdge edge = frame.edge();
        TestDevice device = frame.device(edge, "olaf");

        // When
        device.post("/strict/x?User=olaf&DeviceId=secret", "four");

        // Then
        Await.until("written", SOON, () -> lines.all.size() == 1);
        JsonObject line = new JsonObject(lines.all.getFirst());
        assertThat(line.getMap())
                .containsEntry("method", "POST")
                .containsEntry("path", "/strict/x")
                .containsEntry("protocol", "HTTP/1.1")
                .containsEntry("status", 200)
                .containsEntry("remote", "127.0.0.1")
                .containsEntry("route", "strict")
                .containsEntry("user", "olaf@EXAMPLE.COM")
                .containsEntry("upstream", "localhost:" + bed.strictUpstream().port())
                .containsEntry("tokens", 1)
                .containsEntry("bytes_in", 4)
                .containsKeys(
                        "serial", "issuer", "certificate", "ms", "connect_ms", "token_ms", "upstream_ms", "bytes_out")
                .doesNotContainKey("reason");
        assertThat(String.valueOf(bed.broker().lastTraceparent())).contains("-" + line.getString("trace") + "-");
        assertThat(lines.all.getFirst()).doesNotContain("secret", "Negotiate", "four");
    }

    @Test
    void a_request_that_was_refused_names_the_reason_in_line_and_metric() throws Exception {
        // Given
        TestEdge edge = frame.edge();
        TestDevice device = frame.device(edge, "no-delegation");

        // When
        device.post("/eas/x", "x");

        // Then
        Await.until("written", SOON, () -> lines.all.size() == 1);
        assertThat(new JsonObject(lines.all.getFirst()).getMap())
                .containsEntry("status", 503)
                .containsEntry("reason", "DELEGATION_NOT_ALLOWED");
        assertThat(edge.count("kcd.edge.requests", "reason", "DELEGATION_NOT_ALLOWED"))
                .isEqualTo(1);
    }

    @Test
    void every_metric_of_a_request_counts_it_under_its_route() throws Exception {
        // Given
        TestEdge edge = frame.edge();
        TestDevice device = frame.device(edge, "petra");

        // When
        device.get("/strict/1");
        device.get("/strict/2");
        device.get("/eas/1");
        device.get("/eas/2");

        // Then
        Await.until("written", SOON, () -> lines.all.size() == 4);
        assertThat(edge.count("kcd.edge.requests", "route", "strict")).isEqualTo(2);
        assertThat(edge.count("kcd.edge.requests", "status", "200")).isEqualTo(4);
        assertThat(edge.count("kcd.edge.tokens", "route", "strict")).isEqualTo(2);
        assertThat(edge.count("kcd.edge.tokens", "route", "eas"))
                .as("the upstream keeps the connection authenticated")
                .isEqualTo(1);
        assertThat(edge.count("kcd.edge.token", "route", "strict")).isEqualTo(2);
        assertThat(edge.count("kcd.edge.upstream", "route", "eas")).isEqualTo(2);
        assertThat(edge.count("kcd.edge.handshakes", "result", "OK")).isEqualTo(1);
        assertThat(edge.gauge("kcd.edge.connections")).isEqualTo(1);
        assertThat(edge.guardTrips()).isZero();
    }

    @Test
    void a_held_ping_is_counted_while_it_is_held() throws Exception {
        // Given
        TestEdge edge = frame.edge();
        TestDevice device = frame.device(edge, "quirin");
        SSLSocket socket = frame.keep(device.socket());

        // When
        write(
                socket,
                "POST " + EdgeBed.ACTIVE_SYNC + "/silent?Cmd=Ping HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

        // Then
        Await.until("held", SOON, () -> edge.gauge("kcd.edge.pings.held") == 1);
        socket.close();
        Await.until("over", SOON, () -> edge.gauge("kcd.edge.pings.held") == 0);
        Await.until("counted", SOON, () -> edge.count("kcd.edge.requests", "reason", "DEVICE_GONE") == 1);
    }

    @Test
    void one_address_has_so_many_connections_and_no_more() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.limits.connections-per-source", "2"));
        TestDevice first = frame.device(edge, "rosi");
        TestDevice second = frame.device(edge, "sepp");
        SSLSocket one = frame.keep(first.socket());
        SSLSocket other = frame.keep(second.socket());
        assertServed(one);
        assertServed(other);

        // When
        try (TestDevice third = frame.device(edge, "toni");
                SSLSocket refused = third.socket()) {
            assertThatThrownBy(() -> assertServed(refused)).isInstanceOfAny(IOException.class, AssertionError.class);
        }

        // Then
        assertThat(edge.count("kcd.edge.connections.refused", "reason", "TOO_MANY_OF_SOURCE"))
                .isEqualTo(1);
        one.close();
        Await.until("room again", SOON, () -> isServed(edge));
        assertServed(other);
    }

    @Test
    void one_certificate_has_so_many_connections_wherever_they_come_from() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.limits.connections-per-certificate", "1"));
        TestDevice device = frame.device(edge, "ute");
        SSLSocket only = frame.keep(device.socket());
        assertServed(only);

        // When
        try (SSLSocket refused = device.socket()) {
            assertThatThrownBy(() -> assertServed(refused)).isInstanceOfAny(IOException.class, AssertionError.class);
        }

        // Then
        assertThat(edge.count("kcd.edge.connections.refused", "reason", "TOO_MANY_OF_CERTIFICATE"))
                .isEqualTo(1);
        assertThat(isServed(edge)).as("another certificate").isTrue();
    }

    private boolean isServed(TestEdge edge) {
        try (TestDevice device = frame.device(edge, "vroni");
                SSLSocket socket = device.socket()) {
            assertServed(socket);
            return true;
        } catch (IOException | AssertionError _) {
            return false;
        }
    }

    private static void assertServed(SSLSocket socket) throws IOException {
        write(socket, "GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n");
        byte[] answer = new byte[1024];
        int length = socket.getInputStream().read(answer);
        assertThat(new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 404");
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static final class Lines extends Handler {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            all.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
