package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Devices that send their next requests before they have the answer to the first. RFC 9112 section 9.3.2.
class PipeliningTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PING =
            "POST " + EdgeBed.ACTIVE_SYNC + "/silent?Cmd=Ping HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static final TestEdge edge = frame.edge();

    @Test
    void gets_every_answer_in_the_order_of_the_requests() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "order");

        // When
        String answers = device.raw(post("/eas/1", "first") + post("/strict/2", "second")
                + "POST /eas/3 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthird");

        // Then
        assertThat(answers).containsSubsequence("first", "second", "third");
    }

    @ParameterizedTest(name = "{0} bytes behind it")
    @ValueSource(ints = {0, 100, 50_000})
    void a_device_that_leaves_is_noticed_whatever_waits_behind_its_held_ping(int bytes) throws Exception {
        // Given
        Await.until("earlier devices are gone", SOON, () -> bed.strictUpstream().open() == 0);
        TestDevice device = frame.device(edge, "leaves-" + bytes);
        SSLSocket socket = frame.keep(device.socket());
        int held = bed.strictUpstream().silent();
        write(socket, PING);
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == held + 1);
        write(socket, post("/eas/behind", "x".repeat(bytes)));

        // When
        socket.close();

        // Then
        Await.until(
                "its upstream connection ends", SOON, () -> bed.strictUpstream().open() == 0);
        Await.until("it holds no Ping", SOON, () -> edge.gauge("kcd.edge.pings.held") == 0);
        Await.until("nor its connection", SOON, () -> edge.gauge("kcd.edge.connections") == 0);
    }

    @Test
    void however_much_is_sent_ahead_all_of_it_is_answered_and_little_of_it_taken_in_at_a_time() throws Exception {
        // Given
        int requests = 2_000;
        TestDevice device = frame.device(edge, "ahead");
        SSLSocket socket = frame.keep(device.socket());
        Thread sender = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < requests; i++) {
                send(socket, post("/eas/x", "body-" + i + "."));
            }
        });

        // When
        String answers = readUntil(socket, "body-" + (requests - 1) + ".");

        // Then
        for (int i = 0, from = 0; i < requests; i++) {
            int at = answers.indexOf("body-" + i + ".", from);
            assertThat(at).as("answer " + i).isGreaterThanOrEqualTo(from);
            from = at;
        }
        sender.join();
    }

    private static String readUntil(SSLSocket socket, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[16 * 1024];
        while (all.indexOf(end, Math.max(0, all.length() - 2 * buffer.length)) < 0) {
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                throw new IOException("ended before " + end);
            }
            all.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
        }
        return all.toString();
    }

    private static void send(SSLSocket socket, String text) {
        try {
            write(socket, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
