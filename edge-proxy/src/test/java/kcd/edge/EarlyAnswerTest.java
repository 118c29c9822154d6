package kcd.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawUpstream;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that are out before the request's body is in. RFC 9112 sections 9.3 and 9.6.
class EarlyAnswerTest {
    private static final String WORDS = "HTTP/1.1 200 OK\r\nPersistent-Auth: true\r\nContent-Length: 5\r\n\r\nright";
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: ([0-9]+)");
    private static final String UPSTREAMS = "/raw/x";
    private static final String OURS = "/nowhere";
    private static final int LONG = 1_000_000;

    /// Sound as the first chunk of a chunked body, too.
    private static final String CHUNK = "3e1\r\n" + "x".repeat(993) + "\r\n";

    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static final RawUpstream upstream = frame.keep(bed.rawUpstream());
    private static final TestEdge edge = frame.edge(bed.route("raw", "/raw", upstream.port()));
    private static final TestDevice device = frame.device(edge, "alice");

    @BeforeAll
    static void start() {
        upstream.answersEarly(WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {UPSTREAMS, OURS})
    void a_short_rest_is_read_and_the_connection_kept(String path) throws Exception {
        // Given
        SSLSocket socket = frame.keep(device.socket());
        send(socket, post(path, "Content-Length: 13") + "the begi");
        String early = head(socket);

        // When
        send(socket, "nning" + post(UPSTREAMS, "Content-Length: 2") + "ok");

        // Then
        assertThat(early).doesNotContainIgnoringCase("connection:");
        assertThat(head(socket)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        UPSTREAMS + ",Content-Length: 1000000",
        UPSTREAMS + ",Transfer-Encoding: chunked",
        OURS + ",Content-Length: 1000000",
        OURS + ",Transfer-Encoding: chunked"
    })
    void a_long_rest_ends_the_connection_and_the_answer_says_so(String path, String framing) throws Exception {
        // Given
        SSLSocket socket = frame.keep(device.socket());

        // When
        send(socket, post(path, framing) + CHUNK);

        // Then
        assertThat(head(socket)).containsIgnoringCase("connection: close");
    }

    /// As a client does that writes all it has before it reads.
    @ParameterizedTest
    @ValueSource(strings = {UPSTREAMS, OURS})
    void who_sends_all_of_a_long_rest_still_gets_the_answer(String path) throws Exception {
        // Given
        SSLSocket socket = frame.keep(device.socket());

        // When
        send(socket, post(path, "Content-Length: " + LONG));
        for (int sent = 0; sent < LONG; sent += CHUNK.length()) {
            send(socket, CHUNK);
        }

        // Then
        assertThat(head(socket)).containsIgnoringCase("connection: close");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void who_never_sends_it_is_not_waited_for() throws Exception {
        // Given
        SSLSocket socket = frame.keep(device.socket());

        // When
        send(socket, post(UPSTREAMS, "Content-Length: " + LONG) + CHUNK);
        head(socket);

        // Then
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void what_is_dropped_never_reaches_the_upstream_of_the_next_request() throws Exception {
        // Given
        SSLSocket socket = frame.keep(device.socket());
        send(socket, post(UPSTREAMS, "Content-Length: 30") + "begun");
        assertThat(head(socket)).startsWith("HTTP/1.1 200");

        // When
        send(socket, "GET /raw/smuggled HTTP/1." + post("/raw/next", "Content-Length: 2") + "ok");

        // Then
        assertThat(head(socket)).startsWith("HTTP/1.1 200");
        socket.close();
        assertThat(upstream.requestsAtRest()).noneMatch(request -> request.contains("smuggled"));
    }

    private static String post(String path, String framing) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n";
    }

    private static void send(SSLSocket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(US_ASCII));
    }

    /// Reads an answer, body and all.
    private static String head(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("the end, after: %s", head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).isTrue();
        in.skipNBytes(Integer.parseInt(length.group(1)));
        return head.toString();
    }
}
