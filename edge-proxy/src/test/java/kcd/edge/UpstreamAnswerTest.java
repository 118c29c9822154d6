package kcd.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawUpstream;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an upstream may answer, and what is none.
class UpstreamAnswerTest {
    private static final String SOUND = "HTTP/1.1 200 OK\r\nPersistent-Auth: true\r\nContent-Length: 5\r\n\r\nright";

    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static final RawUpstream upstream = frame.keep(bed.rawUpstream());
    private static final TestEdge edge = frame.edge(bed.route("raw", "/raw", upstream.port()));
    private static final TestDevice device = frame.device(edge, "alice");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
            })
    void what_is_said_before_the_answer_is_not_the_answer(String interim) throws Exception {
        // Given
        upstream.answers(interim + SOUND);

        // When
        HttpResponse<String> first = device.post("/raw/x", "a body");
        HttpResponse<String> second = device.get("/raw/y");

        // Then
        assertThat(first.body()).isEqualTo("right");
        assertThat(second.body()).isEqualTo("right");
    }

    @Test
    void bytes_behind_an_answer_never_become_the_answer_to_the_next_request() throws Exception {
        // Given
        upstream.answers(SOUND + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong");
        HttpResponse<String> first = device.get("/raw/x");
        upstream.answers(SOUND);

        // When
        HttpResponse<String> second = device.get("/raw/y");

        // Then
        assertThat(first.body()).isEqualTo("right");
        assertThat(second.body()).isEqualTo("right");
    }

    @Test
    void an_upstream_does_not_see_a_request_whose_body_has_not_begun() throws Exception {
        // Given
        upstream.answers(SOUND);
        int before = upstream.heads();
        SSLSocket socket = frame.keep(device.socket());
        OutputStream out = socket.getOutputStream();

        // When
        out.write("POST /raw/x HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n".getBytes(US_ASCII));
        assertThat(device.get("/raw/y").statusCode()).isEqualTo(200);

        // Then
        assertThat(upstream.heads()).isEqualTo(before + 1);
        out.write("a body".getBytes(US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nright",
                "HTTP/1.1 200 OK\r\nContent-Length: none\r\n\r\nright",
                "HTTP/3.7 200 OK\r\nContent-Length: 5\r\n\r\nright",
                "220 mail.example.com ESMTP\r\n\r\n"
            })
    void what_is_no_answer_is_not_passed_on(String words) throws Exception {
        // Given
        upstream.answers(words);

        // When
        HttpResponse<String> response = device.post("/raw/x", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("UPSTREAM_BROKEN");
    }
}
