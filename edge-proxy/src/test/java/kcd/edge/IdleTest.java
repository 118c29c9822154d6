package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long a connection may be silent.
class IdleTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PING =
            "POST " + EdgeBed.ACTIVE_SYNC + "/silent?Cmd=Ping HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok";

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

    @Test
    void a_held_ping_outlasts_every_time_limit_but_that_of_silence() throws Exception {
        // Given limits that a busy machine keeps too
        Map<String, String> settings = Map.of(
                "kcd.limits.handshake-timeout", "5s",
                "kcd.broker.deadline", "5s",
                "kcd.keep-alive.devices", "1s",
                "kcd.keep-alive.upstreams", "1s",
                "kcd.keep-alive.interval", "1s",
                "kcd.keep-alive.probes", "1");
        try (TestEdge edge = edge(settings);
                TestDevice device = device(edge);
                SSLSocket socket = hold(device)) {
            // When
            socket.setSoTimeout(8_000);

            // Then
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(bed.strictUpstream().open()).isOne();
            assertThat(edge.gauge("kcd.edge.pings.held")).isOne();
        }
    }

    @Test
    void silence_beyond_the_limit_ends_the_connections_on_both_sides() throws Exception {
        try (TestEdge edge = edge(Map.of("kcd.limits.idle-timeout", "5s"));
                TestDevice device = device(edge);
                SSLSocket socket = hold(device)) {
            // When
            int answer = readOrEnd(socket);

            // Then
            assertThat(answer).isIn(-1, (int) 'H');
            Await.until(
                    "the upstream's ends",
                    SOON,
                    () -> bed.strictUpstream().open() == 0 && edge.gauge("kcd.edge.pings.held") == 0);
        }
    }

    /// The first byte of an answer that could still be given, or the end.
    private static int readOrEnd(SSLSocket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException _) {
            return -1;
        }
    }

    private SSLSocket hold(TestDevice device) throws IOException {
        SSLSocket socket = device.socket();
        socket.getOutputStream().write(PING.getBytes(StandardCharsets.US_ASCII));
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == 1);
        return socket;
    }

    private TestEdge edge(Map<String, String> more) {
        Map<String, String> settings = bed.settings();
        settings.putAll(more);
        return new TestEdge(settings);
    }

    private TestDevice device(TestEdge edge) {
        return new TestDevice(bed.device("alice"), bed.serviceTrust(), edge.port(), Version.HTTP_1_1);
    }
}
