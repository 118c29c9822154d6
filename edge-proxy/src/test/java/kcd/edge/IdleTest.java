package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How long a connection may be silent.
class IdleTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PING =
            "POST " + EdgeBed.ACTIVE_SYNC + "/silent?Cmd=Ping HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

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
        TestEdge edge = frame.edge(settings);
        TestDevice device = frame.device(edge, "alice");
        SSLSocket socket = hold(device);

        // When
        socket.setSoTimeout(8_000);

        // Then
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        assertThat(bed.strictUpstream().open()).isOne();
        assertThat(edge.gauge("kcd.edge.pings.held")).isOne();
    }

    @Test
    void silence_beyond_the_limit_ends_the_connections_on_both_sides() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.limits.idle-timeout", "5s"));
        TestDevice device = frame.device(edge, "alice");
        SSLSocket socket = hold(device);

        // When
        int answer = readOrEnd(socket);

        // Then
        assertThat(answer).isIn(-1, (int) 'H');
        Await.until(
                "the upstream's ends",
                SOON,
                () -> bed.strictUpstream().open() == 0 && edge.gauge("kcd.edge.pings.held") == 0);
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
        SSLSocket socket = frame.keep(device.socket());
        socket.getOutputStream().write(PING.getBytes(StandardCharsets.US_ASCII));
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == 1);
        return socket;
    }
}
