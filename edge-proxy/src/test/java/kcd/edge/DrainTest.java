package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawHttp2;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What devices notice when an edge ends.
class DrainTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PING = EdgeBed.ACTIVE_SYNC + "/silent?";
    /// The body of a Ping's answer "no changes", as Exchange 2019 sends it.
    private static final String NO_CHANGES = "\u0003\u0001j\u0000\u0000\rEG\u00031\u0000\u0001\u0001";

    private static final String[] GET = {":method", "GET", ":scheme", "https", ":authority", "x", ":path", "/eas/x"};

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    @ParameterizedTest
    @ValueSource(strings = {"Cmd=Ping&User=alice", "jRIJBAp2MTQw"})
    void a_held_ping_is_answered_that_nothing_has_changed(String query) throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.drain.notice", "0s", "kcd.drain.grace", "20s"));
        TestDevice alice = frame.device(edge, "alice");
        SSLSocket ping = hold(alice, PING + query);

        // When
        Future<Void> drained = edge.drain();

        // Then
        String answer = read(ping);
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-type: application/vnd.ms-sync.wbxml\r\n")
                .containsIgnoringCase("connection: close\r\n")
                .endsWith("\r\n\r\n" + NO_CHANGES);
        Await.result(drained);
        Await.until("Exchange knows", SOON, () -> bed.strictUpstream().open() == 0);
    }

    @Test
    void a_few_held_pings_are_answered_over_the_time_there_is_and_not_at_once() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.drain.notice", "0s", "kcd.drain.grace", "5s"));
        TestDevice alice = frame.device(edge, "alice");
        List<SSLSocket> pings = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            pings.add(hold(alice, PING + "Cmd=Ping", i));
        }
        long begun = System.nanoTime();

        // When
        Future<Void> drained = edge.drain();

        // Then: four fifths of the grace are for that, on each event loop
        for (SSLSocket ping : pings) {
            assertThat(read(ping)).startsWith("HTTP/1.1 200");
            ping.close();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(3));
        Await.result(drained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EdgeBed.ACTIVE_SYNC + "/silent?Cmd=Sync",
                EdgeBed.ACTIVE_SYNC + "/silent?Cmd=FolderSync",
                EdgeBed.ACTIVE_SYNC + "/silent?jQAJBAp2MTQw",
                "/strict/silent?Cmd=Ping"
            })
    void nothing_else_is_answered_in_exchange_s_name(String target) throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.drain.notice", "0s", "kcd.drain.grace", "1s"));
        TestDevice alice = frame.device(edge, "alice");
        SSLSocket sync = hold(alice, target);

        // When
        Await.result(edge.drain());
        edge.close();

        // Then
        assertThat(read(sync)).doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void pings_are_left_alone_where_that_is_wanted() throws Exception {
        // Given
        TestEdge edge = frame.edge(
                Map.of("kcd.drain.notice", "0s", "kcd.drain.grace", "1s", "kcd.drain.answer-held-pings", "false"));
        TestDevice alice = frame.device(edge, "alice");
        SSLSocket ping = hold(alice, PING + "Cmd=Ping");

        // When
        Await.result(edge.drain());
        edge.close();

        // Then
        assertThat(read(ping)).doesNotStartWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void requests_are_answered_while_load_balancers_take_notice(Version version) throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.drain.notice", "6s", "kcd.drain.grace", "8s"));
        TestDevice alice = frame.device(edge, "alice", version);
        AtomicInteger answered = new AtomicInteger();
        assertThat(alice.post("/eas/x", "before").statusCode()).isEqualTo(200);
        assertThat(edge.isReady()).isTrue();

        // When
        Future<Void> drained = edge.drain();

        // Then
        assertThat(edge.isReady()).isFalse();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (System.nanoTime() < until) {
            HttpResponse<String> response = alice.post("/eas/x", "during " + answered.get());
            assertThat(response.body()).isEqualTo("during " + answered.getAndIncrement());
        }
        assertThat(answered.get()).isPositive();
        Await.result(drained);
        assertThatThrownBy(() -> alice.post("/eas/x", "after")).isInstanceOf(IOException.class);
    }

    @Test
    void a_device_that_comes_during_the_notice_is_told_in_time_which_of_its_requests_is_the_last() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.drain.notice", "5s", "kcd.drain.grace", "30s"));
        TestDevice alice = frame.device(edge, "alice", Version.HTTP_2);
        Future<Void> drained = edge.drain();

        // When
        try (RawHttp2 late = alice.http2()) {
            late.send("", GET);
            assertThat(late.orderlyOutcome()).isEqualTo("200");

            // Then
            assertThat(late.orderlyOutcome()).isEqualTo("GOAWAY");
            late.send("", GET);
            assertThat(late.orderlyOutcome()).isEqualTo("200");
            assertThat(late.orderlyOutcome()).isEqualTo("GOAWAY");
            late.send("", GET);
            assertThat(late.orderlyOutcome()).isEqualTo("RST_STREAM");
            assertThat(late.orderlyOutcome()).isEqualTo("CLOSED");
        }
        Await.result(drained);
    }

    @Test
    void what_has_begun_is_finished_after_the_door_is_shut() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.drain.notice", "0s", "kcd.drain.grace", "20s"));
        TestDevice alice = frame.device(edge, "alice");
        SSLSocket socket = frame.keep(alice.socket());
        write(socket, "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
        Await.until("begun", SOON, () -> bed.persistentUpstream().open() == 1);

        // When
        Future<Void> drained = edge.drain();
        Await.until("shut", SOON, () -> isShut(edge));
        write(socket, " done");

        // Then
        assertThat(read(socket))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("connection: close\r\n")
                .endsWith("half done");
        Await.result(drained);
    }

    private static boolean isShut(TestEdge edge) {
        try (var socket = new Socket("127.0.0.1", edge.port())) {
            return !socket.isConnected();
        } catch (IOException _) {
            return true;
        }
    }

    private SSLSocket hold(TestDevice device, String target) throws IOException {
        return hold(device, target, 1);
    }

    private SSLSocket hold(TestDevice device, String target, int number) throws IOException {
        SSLSocket socket = frame.keep(device.socket());
        write(socket, "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == number);
        return socket;
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String read(SSLSocket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return ""; // Cut without a close_notify.
        }
    }
}
