package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.DeafSocket;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.FirstFlight;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens before a handshake.
class DoorTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REQUEST = "GET /eas/headers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    /// The first bytes of a ClientHello.
    private static final String BEGUN = "\u0016\u0003\u0001";

    private static final String HELLO = new String(FirstFlight.clientHello(), StandardCharsets.ISO_8859_1);
    /// Far longer than a handshake may be under way while others wait.
    private static final String PATIENT = "1m";

    /// Version 2, PROXY, TCP over IPv4, 203.0.113.9:4321 to 127.0.0.1:8443.
    private static final String VERSION_2 = new String(
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000ccb0071097f00000110e120fb"),
            StandardCharsets.ISO_8859_1);

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 203.0.113.9 127.0.0.1 4321 8443\r\n", "PROXY UNKNOWN\r\n", "2"})
    void a_load_balancer_says_who_is_there(String header) throws Exception {
        // Given
        TestEdge edge = edge("kcd.proxy-protocol.from", "127.0.0.1");
        Socket plain = connect(edge);

        // When
        write(plain, header.equals("2") ? VERSION_2 : header);
        SSLSocket tls = frame.device(edge, "alice").over(plain);

        // Then
        write(tls, REQUEST);
        assertThat(read(tls)).startsWith("HTTP/1.1 200");
    }

    @Test
    void devices_behind_a_load_balancer_are_counted_apart() throws Exception {
        // Given
        TestEdge edge = edge(
                Map.of("kcd.proxy-protocol.from", "127.0.0.1", "kcd.tls.max-concurrent-handshakes-per-source", "1"));
        Socket slow = connect(edge);
        Socket same = connect(edge);
        Socket other = connect(edge);
        write(slow, "PROXY TCP4 203.0.113.9 127.0.0.1 4321 8443\r\n" + HELLO);

        // When
        write(same, "PROXY TCP4 203.0.113.9 127.0.0.1 4322 8443\r\n" + HELLO);
        write(other, "PROXY TCP4 203.0.113.10 127.0.0.1 4321 8443\r\n");

        // Then
        Await.until("turned away", SOON, () -> edge.handshakes("TOO_MANY_HANDSHAKES_OF_SOURCE") == 1);
        SSLSocket tls = frame.device(edge, "alice").over(other);
        write(tls, REQUEST);
        assertThat(read(tls)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PROXY TCP4 nonsense\r\n", "GET / HTTP/1.1\r\n\r\n"})
    void a_load_balancer_that_does_not_say_it_is_sent_away(String instead) throws Exception {
        // Given
        TestEdge edge = edge("kcd.proxy-protocol.from", "127.0.0.0/8");
        Socket plain = connect(edge);

        // When
        write(plain, instead);

        // Then
        assertThatThrownBy(() -> frame.device(edge, "alice").over(plain)).isInstanceOf(IOException.class);
        Await.until("counted", SOON, () -> edge.handshakes("NO_PROXY_HEADER") == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 203.0.113.9 127.0.0.1 4321 8443\r\n", "2"})
    void nobody_else_may_say_who_is_there(String header) throws Exception {
        // Given
        TestEdge edge = edge("kcd.proxy-protocol.from", "192.0.2.0/24");
        Socket plain = connect(edge);

        // When
        write(plain, header.equals("2") ? VERSION_2 : header);

        // Then
        assertThatThrownBy(() -> frame.device(edge, "alice").over(plain)).isInstanceOf(IOException.class);
        assertThat(frame.device(edge, "alice").get("/eas/x").statusCode()).isEqualTo(200);
    }

    @Test
    void a_storm_is_turned_away_at_the_door_and_those_inside_are_served() throws Exception {
        // Given
        List<Socket> storm = new ArrayList<>();
        TestEdge edge = edge("kcd.tls.max-concurrent-handshakes", "8");
        SSLSocket open = frame.keep(frame.device(edge, "alice").socket());

        // When
        for (int i = 0; i < 40; i++) {
            Socket one = connect(edge);
            write(one, HELLO);
            storm.add(one);
        }

        // Then
        Await.until("turned away", SOON, () -> turnedAway(edge) >= 36);
        assertThat(edge.handshakes("TOO_MANY_HANDSHAKES_OF_SOURCE")).isPositive();
        write(open, REQUEST);
        assertThat(read(open)).startsWith("HTTP/1.1 200");

        // And when it is over
        close(storm);
        Await.until("room again", SOON, () -> isServed(edge));
    }

    @Test
    void handshakes_that_were_let_in_go_on_while_a_storm_is_turned_away() throws Exception {
        // Given: a slow device is the last that was let in. Whatever the time, seven newcomers push out seven at most.
        List<Socket> others = new ArrayList<>();
        Map<String, String> settings =
                Map.of("kcd.tls.max-concurrent-handshakes", "8", "kcd.tls.max-concurrent-handshakes-per-source", "8");
        TestEdge edge = edge(settings);
        TestDevice device = frame.device(edge, "alice");
        DeafSocket slow = frame.keep(new DeafSocket());
        for (int i = 0; i < 7; i++) {
            others.add(say(HELLO, edge));
        }
        Await.until("inside", SOON, () -> others.stream().allMatch(DoorTest::isAnswered));
        slow.connect(new InetSocketAddress("127.0.0.1", edge.port()));
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask(device, slow));
        Await.until("let in", SOON, () -> isAnswered(slow));

        // When
        for (int i = 0; i < 7; i++) {
            others.add(say(HELLO, edge));
        }
        Await.until("turned away", SOON, () -> turnedAway(edge) == 7);
        slow.hear();

        // Then
        assertThat(answer.get(30, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200");
    }

    @Test
    void handshakes_that_do_not_go_on_give_way() throws Exception {
        // Given: all places are taken, and one who came with the others found none
        List<Socket> stalled = new ArrayList<>();
        TestEdge edge = edge("kcd.tls.max-concurrent-handshakes", "8");
        for (int i = 0; i < 9; i++) {
            stalled.add(say(HELLO, edge, "127.0.0." + (2 + i % 3)));
        }
        Await.until("turned away", SOON, () -> edge.handshakes("TOO_MANY_HANDSHAKES") == 1);
        Await.until(
                "all others inside",
                SOON,
                () -> stalled.stream().filter(DoorTest::isAnswered).count() == 8);

        // When
        Await.until("served", SOON, () -> isServed(edge));

        // Then
        assertThat(edge.handshakes("OK")).isOne();
        Await.until("counted", SOON, () -> edge.handshakes("STALLED") == 1);
        assertThat(edge.handshakes()).containsOnlyKeys("OK", "STALLED", "TOO_MANY_HANDSHAKES");
    }

    static Stream<Arguments> unfinished() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("a little", BEGUN),
                Arguments.of("nearly all", HELLO.substring(0, HELLO.length() - 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfinished")
    void one_who_does_not_finish_its_hello_is_not_waited_for(String what, String said) throws Exception {
        // Given
        TestEdge edge = edge("kcd.limits.handshake-timeout", "1s");
        Socket slow = say(said, edge);

        // When
        int answer = slow.getInputStream().read();

        // Then
        assertThat(answer).as(what).isEqualTo(-1);
        assertThat(edge.handshakes()).isEqualTo(Map.of("SILENT", 1.0));
    }

    @Test
    void one_who_does_not_finish_its_handshake_is_not_waited_for() throws Exception {
        // Given
        TestEdge edge = edge("kcd.limits.handshake-timeout", "3s");
        Socket slow = say(HELLO, edge);

        // When
        byte[] answer = slow.getInputStream().readAllBytes();

        // Then
        assertThat(answer).isNotEmpty();
        Await.until("counted", SOON, () -> edge.handshakes("HANDSHAKE") == 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfinished")
    void those_who_have_not_said_their_hello_take_no_place_from_those_who_have(String what, String said)
            throws Exception {
        // Given: each source could take half of the places
        TestEdge edge = edge("kcd.tls.max-concurrent-handshakes", "8");
        for (int i = 0; i < 40; i++) {
            say(said, edge, i % 2 == 0 ? "127.0.0.2" : "127.0.0.3");
        }

        // When
        boolean served = isServed(edge);

        // Then
        assertThat(served).as(what).isTrue();
        assertThat(edge.handshakes()).containsOnlyKeys("OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005garbage", "\u0080\u002e\u0001\u0003"})
    void what_is_no_hello_ends_at_the_door(String garbage) throws Exception {
        // Given
        TestEdge edge = edge("kcd.limits.handshake-timeout", PATIENT);
        Socket plain = say(garbage, edge);

        // When
        int answer = plain.getInputStream().read();

        // Then
        assertThat(answer).isEqualTo(-1);
        assertThat(edge.handshakes()).isEqualTo(Map.of("NOT_TLS", 1.0));
    }

    private boolean isServed(TestEdge edge) {
        try (TestDevice next = frame.device(edge, "alice")) {
            return next.get("/eas/x").statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether the edge has said something, and so has let it in.
    private static boolean isAnswered(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// At once, or because another came when its time was over: on a busy machine that may be before all have come.
    private static double turnedAway(TestEdge edge) {
        return edge.handshakes("TOO_MANY_HANDSHAKES_OF_SOURCE") + edge.handshakes("STALLED");
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// The answer to a request over this connection.
    private static String ask(TestDevice device, Socket plain) {
        try (SSLSocket tls = device.over(plain)) {
            write(tls, REQUEST);
            return read(tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestEdge edge(String key, String value) {
        return edge(Map.of(key, value));
    }

    private TestEdge edge(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("kcd.limits.handshake-timeout", PATIENT));
        settings.putAll(more);
        return frame.edge(settings);
    }

    private Socket connect(TestEdge edge) throws IOException {
        return connect(edge, "127.0.0.1");
    }

    private Socket connect(TestEdge edge, String source) throws IOException {
        Socket socket = frame.keep(new Socket());
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", edge.port()), 10_000);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private Socket say(String text, TestEdge edge) throws IOException {
        return say(text, edge, "127.0.0.1");
    }

    private Socket say(String text, TestEdge edge, String source) throws IOException {
        Socket socket = connect(edge, source);
        write(socket, text);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
