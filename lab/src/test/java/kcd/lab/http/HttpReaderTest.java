package kcd.lab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {

    @Test
    void reads_requests_one_after_the_other_with_bodies_of_both_kinds() throws IOException {
        // Given
        HttpReader reader = reader("POST /a?Cmd=Sync HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                + "POST /b HTTP/1.1\r\nhost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "4;note=1\r\nwiki\r\n2\r\nup\r\n0\r\nTrailer: t\r\n\r\n"
                + "GET /c HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n");

        // When
        RequestHead first = reader.head().orElseThrow();
        String firstBody = text(reader, first);
        RequestHead second = reader.head().orElseThrow();
        String secondBody = text(reader, second);
        RequestHead third = reader.head().orElseThrow();

        // Then
        assertThat(first.query("Cmd")).contains("Sync");
        assertThat(firstBody).isEqualTo("abc");
        assertThat(secondBody).isEqualTo("wikiup");
        assertThat(third.path()).isEqualTo("/c");
        assertThat(third.wantsClose()).isTrue();
        assertThat(text(reader, third)).isEmpty();
        assertThat(reader.head()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999999\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n",
                "GET / HTTP/1.1\r\nX: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001 / HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void refuses_what_two_servers_could_understand_differently(String request) {
        assertThatThrownBy(() -> {
                    HttpReader reader = reader(request);
                    text(reader, reader.head().orElseThrow());
                })
                .isInstanceOf(HttpSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nab", "-1\r\n", "\r\n", "2\r\nabc\r\n0\r\n\r\n", "3\nabc"})
    void refuses_malformed_chunks(String chunks) {
        assertThatThrownBy(() -> {
                    HttpReader reader =
                            reader("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
                    text(reader, reader.head().orElseThrow());
                })
                .isInstanceOf(HttpSyntaxException.class);
    }

    @Test
    void refuses_a_line_and_a_head_beyond_their_bounds() {
        String longLine = "GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(HttpReader.MAX_LINE_BYTES) + "\r\n\r\n";
        String manyFields = "GET / HTTP/1.1\r\nHost: x\r\n" + "A: a\r\n".repeat(HttpReader.MAX_FIELDS) + "\r\n";

        assertThatThrownBy(() -> reader(longLine).head()).isInstanceOf(HttpSyntaxException.class);
        assertThatThrownBy(() -> reader(manyFields).head()).isInstanceOf(HttpSyntaxException.class);
    }

    @Test
    void tells_a_body_that_breaks_off_from_one_that_ends() {
        assertThatThrownBy(() -> {
                    HttpReader reader = reader("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
                    text(reader, reader.head().orElseThrow());
                })
                .isInstanceOf(EOFException.class);
    }

    @Test
    void never_fails_otherwise_on_damaged_requests() throws IOException {
        // Given
        byte[] whole = ("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwiki\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(20_261_121);

        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            HttpReader reader = new HttpReader(new ByteArrayInputStream(damaged));

            // When
            IOException refusal = null;
            try {
                text(reader, reader.head().orElseThrow());
            } catch (IOException e) {
                refusal = e;
            }

            // Then
            assertThat(refusal)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            syntax -> assertThat(syntax).isInstanceOf(HttpSyntaxException.class),
                            end -> assertThat(end).isInstanceOf(EOFException.class));
        }
    }

    private static HttpReader reader(String text) {
        return new HttpReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(HttpReader reader, RequestHead head) throws IOException {
        return new String(reader.body(head).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
