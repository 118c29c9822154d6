package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens before a handshake.
class DoorTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REQUEST = "GET /eas/headers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    /// The first bytes of a ClientHello.
    private static final String BEGUN = "\u0016\u0003\u0001";

    /// Version 2, PROXY, TCP over IPv4, 203.0.113.9:4321 to 127.0.0.1:8443.
    private static final String VERSION_2 = new String(
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000ccb0071097f00000110e120fb"),
            StandardCharsets.ISO_8859_1);

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

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 203.0.113.9 127.0.0.1 4321 8443\r\n", "PROXY UNKNOWN\r\n", "2"})
    void a_load_balancer_says_who_is_there(String header) throws Exception {
        try (TestEdge edge = edge("kcd.proxy-protocol.from", "127.0.0.1");
                Socket plain = connect(edge)) {
            // When
            write(plain, header.equals("2") ? VERSION_2 : header);
            SSLSocket tls = device(edge).over(plain);

            // Then
            write(tls, REQUEST);
            assertThat(read(tls)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void devices_behind_a_load_balancer_are_counted_apart() throws Exception {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.proxy-protocol.from", "127.0.0.1");
        settings.put("kcd.tls.max-concurrent-handshakes-per-source", "1");
        try (TestEdge edge = new TestEdge(settings);
                Socket slow = connect(edge);
                Socket same = connect(edge);
                Socket other = connect(edge)) {
            // Given
            write(slow, "PROXY TCP4 203.0.113.9 127.0.0.1 4321 8443\r\n" + BEGUN);

            // When
            write(same, "PROXY TCP4 203.0.113.9 127.0.0.1 4322 8443\r\n" + BEGUN);
            write(other, "PROXY TCP4 203.0.113.10 127.0.0.1 4321 8443\r\n");

            // Then
            Await.until("turned away", SOON, () -> edge.handshakes("TOO_MANY_HANDSHAKES_OF_SOURCE") == 1);
            try (SSLSocket tls = device(edge).over(other)) {
                write(tls, REQUEST);
                assertThat(read(tls)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PROXY TCP4 nonsense\r\n", "GET / HTTP/1.1\r\n\r\n"})
    void a_load_balancer_that_does_not_say_it_is_sent_away(String instead) throws Exception {
        try (TestEdge edge = edge("kcd.proxy-protocol.from", "127.0.0.0/8");
                Socket plain = connect(edge)) {
            // When
            write(plain, instead);

            // Then
            assertThatThrownBy(() -> device(edge).over(plain)).isInstanceOf(IOException.class);
            Await.until("counted", SOON, () -> edge.handshakes("NO_PROXY_HEADER") == 1);
        }
    }

    @Test
    void nobody_else_may_say_who_is_there() throws Exception {
        try (TestEdge edge = edge("kcd.proxy-protocol.from", "192.0.2.0/24");
                Socket plain = connect(edge)) {
            // When
            write(plain, "PROXY TCP4 203.0.113.9 127.0.0.1 4321 8443\r\n");

            // Then
            assertThatThrownBy(() -> device(edge).over(plain)).isInstanceOf(IOException.class);
            assertThat(device(edge).get("/eas/x").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_storm_is_turned_away_at_the_door_and_those_inside_are_served() throws Exception {
        List<Socket> storm = new ArrayList<>();
        try (TestEdge edge = edge("kcd.tls.max-concurrent-handshakes", "8")) {
            TestDevice inside = device(edge);
            SSLSocket open = inside.socket();

            // When
            for (int i = 0; i < 40; i++) {
                Socket one = connect(edge);
                write(one, BEGUN);
                storm.add(one);
            }

            // Then
            Await.until("turned away", SOON, () -> edge.handshakes("TOO_MANY_HANDSHAKES_OF_SOURCE") >= 36);
            write(open, REQUEST);
            assertThat(read(open)).startsWith("HTTP/1.1 200");

            // And when it is over
            for (Socket socket : storm) {
                socket.close();
            }
            Await.until("room again", SOON, () -> isServed(edge));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", BEGUN})
    void one_who_stays_silent_has_its_place_taken_away(String said) throws Exception {
        try (TestEdge edge = edge("kcd.limits.handshake-timeout", "200ms");
                Socket slow = connect(edge)) {
            // When
            write(slow, said);

            // Then
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
            assertThat(edge.handshakes("SILENT")).isEqualTo(said.isEmpty() ? 1 : 0);
        }
    }

    @Test
    void those_who_say_nothing_take_no_place_from_those_who_do() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (TestEdge edge = edge("kcd.tls.max-concurrent-handshakes", "8")) {
            // Given: each source could take half of the places
            for (int i = 0; i < 40; i++) {
                silent.add(connect(edge, i % 2 == 0 ? "127.0.0.2" : "127.0.0.3"));
            }

            // When
            boolean served = isServed(edge);

            // Then
            assertThat(served).isTrue();
            assertThat(edge.handshakes()).containsOnlyKeys("OK");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private boolean isServed(TestEdge edge) {
        try (TestDevice next = device(edge)) {
            return next.get("/eas/x").statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestEdge edge(String key, String value) {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.limits.handshake-timeout", "1m");
        settings.put(key, value);
        return new TestEdge(settings);
    }

    private TestDevice device(TestEdge edge) {
        return new TestDevice(bed.device("alice"), bed.serviceTrust(), edge.port(), Version.HTTP_1_1);
    }

    private static Socket connect(TestEdge edge) throws IOException {
        return connect(edge, "127.0.0.1");
    }

    private static Socket connect(TestEdge edge, String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", edge.port()), 10_000);
        socket.setSoTimeout(30_000);
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
