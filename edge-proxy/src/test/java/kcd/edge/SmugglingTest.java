package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawHttp2;
import kcd.edge.bed.RawUpstream;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a hostile device writes on its connection, and every byte of it that reaches the upstream.
class SmugglingTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String HOST = "Host: x\r\n";
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final int MAX_CONCURRENT_STREAMS = 3;

    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static final RawUpstream upstream = frame.keep(bed.rawUpstream());
    private static TestEdge edge;
    private static TestDevice device;

    @BeforeAll
    static void start() {
        Map<String, String> settings = bed.route("raw", "/raw", upstream.port());
        settings.put("kcd.limits.body-bytes", "100000");
        edge = frame.edge(settings);
        device = frame.device(edge, "mallory");
    }

    static Stream<Arguments> ambiguous() {
        String post = "POST /raw/x HTTP/1.1\r\n" + HOST;
        String get = "GET /raw/x HTTP/1.1\r\n";
        return Stream.of(
                Arguments.of(
                        "CL.TE", post + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "TE.CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "TE.TE", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE x", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE not last", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE gzip", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE with space", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE with tab", post + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE with VT", post + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE in quotes", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "TE with 1.0",
                        "POST /raw/x HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "TE twice alike",
                        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "TE list of alike", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE with comma", post + "Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE with parameter", post + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("TE identity", post + "Transfer-Encoding: identity\r\n\r\n" + HIDDEN),
                Arguments.of("TE empty", post + "Transfer-Encoding: \r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("CL empty", post + "Content-Length: \r\n\r\n" + HIDDEN),
                Arguments.of("CL folded", post + "Content-Length: 0\r\n 34\r\n\r\n" + HIDDEN),
                Arguments.of("CL twice", post + "Content-Length: 0\r\nContent-Length: 34\r\n\r\n" + HIDDEN),
                Arguments.of("CL twice alike", post + "Content-Length: 34\r\nContent-Length: 34\r\n\r\n" + HIDDEN),
                Arguments.of("CL list", post + "Content-Length: 0, 34\r\n\r\n" + HIDDEN),
                Arguments.of("CL plus", post + "Content-Length: +34\r\n\r\n" + HIDDEN),
                Arguments.of("CL minus", post + "Content-Length: -1\r\n\r\n" + HIDDEN),
                Arguments.of("CL hex", post + "Content-Length: 0x22\r\n\r\n" + HIDDEN),
                Arguments.of("CL overflow", post + "Content-Length: 18446744073709551616\r\n\r\n" + HIDDEN),
                Arguments.of("CL with space", post + "Content-Length : 34\r\n\r\n" + HIDDEN),
                Arguments.of("CL with inner space", post + "Content-Length: 3 4\r\n\r\n" + HIDDEN),
                Arguments.of("obs-fold at once", get + " X-A: b\r\n" + HOST + "\r\n"),
                Arguments.of("bare LF", "GET /raw/x HTTP/1.1\nHost: x\nX-A: b\n\n"),
                Arguments.of("bare LF in field", get + HOST + "X-A: b\nTransfer-Encoding: chunked\r\n\r\n"),
                Arguments.of("bare CR in field", get + HOST + "X-A: b\rTransfer-Encoding: chunked\r\n\r\n"),
                Arguments.of("NUL in field", get + HOST + "X-A: b\0c\r\n\r\n"),
                Arguments.of("bare CR for a line end", "GET /raw/x HTTP/1.1\rHost: x\r\n\r\n"),
                Arguments.of("bare CR in path", "GET /raw/\rx HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("tab in name", get + HOST + "X\tA: b\r\n\r\n"),
                Arguments.of("quotes in name", get + HOST + "\"X-A\": b\r\n\r\n"),
                Arguments.of("name beyond ASCII", get + HOST + "X-\u00c4: b\r\n\r\n"),
                Arguments.of("space in name", get + HOST + "X A: b\r\n\r\n"),
                Arguments.of("no name", get + HOST + ": b\r\n\r\n"),
                Arguments.of("no colon", get + HOST + "X-A\r\n\r\n"),
                Arguments.of("two hosts", get + HOST + "Host: y\r\n\r\n"),
                Arguments.of("no host", get + "\r\n"),
                Arguments.of("absolute-form", "GET https://y/raw/x HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("authority-form", "CONNECT y:443 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("asterisk-form", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("space in path", "GET /raw/x /y HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("HTTP/0.9", "GET /raw/x\r\n\r\n"),
                Arguments.of("HTTP/2.0 in clear", "GET /raw/x HTTP/2.0\r\n" + HOST + "\r\n"),
                Arguments.of("other protocol", "GET /raw/x HTTZ/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("method with control", "G\u0001T /raw/x HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("double slash", "GET //raw/x HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("encoded slash", "GET /raw%2fx HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("dots", "GET /raw/../eas/x HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("dots with parameter", "GET /raw/..;/eas/x HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("encoded dots", "GET /raw/%2e%2e/eas HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("encoded backslash", "GET /raw%5cx HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("encoded twice", "GET /raw/%252e%252e/eas HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("encoded by IIS", "GET /raw%u002fx HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("encoded overlong", "GET /raw/%c0%ae%c0%ae/eas HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("encoded line end", "GET /raw/x%0d%0aX-A:b HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("fragment", "GET /raw/x#/eas HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("backslash", "GET /raw\\x HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void refuses_what_two_readers_read_differently_and_sends_nothing_on(String what, String bytes) throws Exception {
        // Given
        List<String> before = upstream.requestsAtRest();

        // When
        String answer = device.raw(bytes);

        // Then
        assertThat(answer)
                .matches("(?s)[A-Z]+/[0-9.]+ (400|404|405|431|501) .*")
                .doesNotContain("200 OK", "401");
        assertThat(since(before)).as("sent upstream").isEmpty();
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                Arguments.of("long extension", "3;" + "x".repeat(20_000) + "\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("extension with LF", "3;x\nabc\r\n0\r\n\r\n"),
                Arguments.of("extension with CR", "3;x\rabc\r\n0\r\n\r\n"),
                Arguments.of("bare LF after size", "3\nabc\r\n0\r\n\r\n"),
                Arguments.of("bare LF after data", "3\r\nabc\n0\r\n\r\n"),
                Arguments.of("size in underscores", "0_3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("size overflow", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("size with sign", "-3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("size with 0x", "0x3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("no size", "\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("no end of data", "3\r\nabcd\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunks")
    void lets_no_broken_chunk_through(String what, String chunks) throws Exception {
        // Given
        List<String> before = upstream.requestsAtRest();

        // When
        String answer =
                device.raw("POST /raw/x HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + HIDDEN);

        // Then
        assertThat(answer).doesNotContain("200 OK");
        assertThat(since(before)).noneMatch(request -> request.contains("hidden") || request.endsWith("0\r\n\r\n"));
    }

    @Test
    void makes_the_framing_anew() throws Exception {
        // Given
        List<String> before = upstream.requestsAtRest();

        // When
        String answer = device.raw("POST /raw/x?q HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\nConnection: close\r\nConnection: X-Listed\r\nX-Listed: 1\r\n"
                + "X-Kept: 1\r\nX-Folded: a\r\n Transfer-Encoding: b\r\n\r\n"
                + "1;a=b\r\na\r\n002\r\nbc\r\n0\r\nX-Trailer: 1\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\r\n\r\n");
        assertThat(since(before))
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .startsWith("POST /raw/x?q HTTP/1.1\r\n")
                        .matches("(?is).*\r\ntransfer-encoding: chunked\r\n.*")
                        .contains(
                                "\r\nX-Kept: 1\r\n",
                                "\r\nX-Folded: a Transfer-Encoding: b\r\n",
                                "\r\nHost: localhost:" + upstream.port() + "\r\n",
                                "abc")
                        .doesNotContainIgnoringCase("content-length", "connection:", "listed", "trailer", "a=b"));
    }

    /// RFC 9112 section 3 lets a reader take any white space in a request line for a space;
    /// the next one sees one space.
    @ParameterizedTest
    @ValueSource(strings = {"  ", "\t", "\u000b", "\f", "\r", " \r "})
    void makes_the_request_line_anew(String space) throws Exception {
        // Given
        List<String> before = upstream.requestsAtRest();

        // When
        String answer =
                device.raw("GET" + space + "/raw/x" + space + "HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 ");
        assertThat(since(before)).allMatch(request -> request.startsWith("GET /raw/x HTTP/1.1\r\n"));
    }

    @Test
    void passes_on_nothing_a_device_says_of_itself() throws Exception {
        // Given
        List<String> before = upstream.requestsAtRest();
        List<String> claims = List.of(
                "Authorization: Basic YTpi",
                "authorization: Negotiate YII",
                "Proxy-Authorization: Basic YTpi",
                "Proxy-Connection: keep-alive",
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-User: admin",
                "X_Forwarded_Host: evil",
                "Forwarded: for=10.0.0.1",
                "Via: 1.1 evil",
                "X-Remote-User: admin",
                "REMOTE_USER: admin",
                "SSL_CLIENT_S_DN: admin",
                "X-CommonAccessToken: admin",
                "X-Original-URL: /admin",
                "X-HTTP-Method-Override: DELETE",
                "Upgrade: websocket",
                "HTTP2-Settings: AAMAAABk",
                "TE: trailers",
                "Keep-Alive: timeout=5");

        // When
        String answer = device.raw(
                "GET /raw/x HTTP/1.1\r\n" + HOST + String.join("\r\n", claims) + "\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 OK").doesNotContainIgnoringCase("persistent-auth");
        assertThat(since(before)).singleElement().satisfies(request -> {
            assertThat(request.split("(?i)authorization:", -1))
                    .as("one Authorization, ours")
                    .hasSize(2);
            assertThat(request)
                    .contains("\r\nAuthorization: Negotiate ")
                    .doesNotContainIgnoringCase(
                            "YTpi", "YII", "10.0.0.1", "admin", "evil", "DELETE", "websocket", "trailers", "AAMAAABk");
        });
    }

    static Stream<Arguments> downgrades() {
        return Stream.of(
                Arguments.of("CRLF in value", "", fields("GET", "/raw/x", "x-a", "b\r\nX-Evil: hidden")),
                Arguments.of("LF in value", "", fields("GET", "/raw/x", "x-a", "b\nX-Evil: hidden")),
                Arguments.of("NUL in value", "", fields("GET", "/raw/x", "x-a", "hidden\0")),
                Arguments.of("CRLF in name", "", fields("GET", "/raw/x", "x-a: b\r\nhidden", "c")),
                Arguments.of("colon in name", "", fields("GET", "/raw/x", "x-a: hidden", "c")),
                Arguments.of("space in name", "", fields("GET", "/raw/x", "x hidden", "c")),
                Arguments.of("upper case name", "", fields("GET", "/raw/x", "X-Hidden", "c")),
                Arguments.of("request in path", "", fields("GET", "/raw/x HTTP/1.1\r\nX-A: hidden\r\nX-B: b")),
                Arguments.of("space in path", "", fields("GET", "/raw/x hidden")),
                Arguments.of("request in method", "", fields("GET /hidden HTTP/1.1\r\nX-A: b\r\n\r\nGET", "/raw/x")),
                Arguments.of("space in method", "", fields("GET /hidden", "/raw/x")),
                Arguments.of("host in path", "", fields("GET", "https://evil/raw/x")),
                Arguments.of("dots in path", "", fields("GET", "/raw/../eas/hidden")),
                Arguments.of("dots with parameter in path", "", fields("GET", "/raw/..;/eas/hidden")),
                Arguments.of("double slash in path", "", fields("GET", "//raw/hidden")),
                Arguments.of("encoded slash in path", "", fields("GET", "/raw%2fhidden")),
                Arguments.of("backslash in path", "", fields("GET", "/raw\\hidden")),
                Arguments.of("fragment in path", "", fields("GET", "/raw/x#hidden")),
                Arguments.of("asterisk", "", fields("GET", "*hidden")),
                Arguments.of("upgrade", "", fields("GET", "/raw/hidden", "upgrade", "websocket")),
                Arguments.of("keep-alive", "", fields("GET", "/raw/hidden", "keep-alive", "timeout=5")),
                Arguments.of("proxy-connection", "", fields("GET", "/raw/hidden", "proxy-connection", "close")),
                Arguments.of("CR in value", "", fields("GET", "/raw/x", "x-a", "b\rX-Evil: hidden")),
                Arguments.of("CRLF in cookie", "", fields("GET", "/raw/x", "cookie", "a=b\r\nX-Evil: hidden")),
                Arguments.of("name empty", "", fields("GET", "/raw/hidden", "", "c")),
                Arguments.of("two methods", "", fields("GET", "/raw/hidden", ":method", "POST")),
                Arguments.of(
                        "transfer-encoding",
                        "0\r\n\r\nhidden",
                        fields("POST", "/raw/x", "transfer-encoding", "chunked")),
                Arguments.of("connection", "", fields("GET", "/raw/hidden", "connection", "close")),
                Arguments.of("te", "", fields("GET", "/raw/hidden", "te", "gzip")),
                Arguments.of("length too short", "abchidden", fields("POST", "/raw/x", "content-length", "3")),
                Arguments.of("length too long", "abc", fields("POST", "/raw/x", "content-length", "30")),
                Arguments.of("length no number", "hidden", fields("POST", "/raw/x", "content-length", "a")),
                Arguments.of(
                        "two lengths",
                        "hidden",
                        fields("POST", "/raw/x", "content-length", "3", "content-length", "6")),
                Arguments.of("second path", "", fields("GET", "/raw/x", ":path", "/raw/hidden")),
                Arguments.of("unknown pseudo-field", "", fields("GET", "/raw/hidden", ":evil", "x")),
                Arguments.of("pseudo-field late", "", new String[] {
                    ":method", "GET", ":scheme", "https", ":authority", "x", "x-a", "b", ":path", "/raw/hidden"
                }),
                Arguments.of("no path", "", new String[] {":method", "GET", ":scheme", "https", ":authority", "x"}),
                Arguments.of("no method", "", new String[] {":path", "/raw/hidden", ":scheme", "https"}),
                Arguments.of("response's field", "", fields("GET", "/raw/hidden", ":status", "200")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("downgrades")
    void carries_no_trick_of_http_2_over_to_http_1(String what, String body, String[] fields) throws Exception {
        // Given
        List<String> before = upstream.requestsAtRest();
        String outcome;
        try (RawHttp2 http2 = device.http2()) {
            // When
            http2.send(body, fields);
            outcome = http2.outcome();
        }

        // Then
        assertThat(outcome).matches("4[0-9]{2}|RST_STREAM|GOAWAY|CLOSED");
        assertThat(since(before)).noneMatch(request -> request.contains("hidden"));
    }

    /// The one method of HTTP/2 that has no path. RFC 9113 section 8.5.
    @Test
    void answers_an_http_2_connect_and_takes_note_of_it() throws Exception {
        // Given
        Await.until("earlier devices are gone", SOON, () -> edge.gauge("kcd.edge.connections") == 0);
        double before = edge.requests("MALFORMED_TARGET");
        try (RawHttp2 http2 = device.http2()) {
            // When
            http2.send("", ":method", "CONNECT", ":authority", "x:443");

            // Then
            assertThat(http2.outcome()).isEqualTo("400");
            Await.until("told", SOON, () -> edge.requests("MALFORMED_TARGET") == before + 1);
        }
    }

    @Test
    void reads_raw_http_2_at_all() throws Exception {
        try (RawHttp2 http2 = device.http2()) {
            // When
            http2.send("abc", fields("POST", "/raw/x", "content-length", "3"));

            // Then
            assertThat(http2.outcome()).isEqualTo("200");
            assertThat(http2.setting(MAX_CONCURRENT_STREAMS)).isEqualTo(16);
        }
    }

    @Test
    void answers_431_to_a_header_over_http_2_that_is_too_large() throws Exception {
        try (RawHttp2 http2 = device.http2()) {
            // When
            http2.send("", fields("GET", "/raw/x", "x-large", "a".repeat(36_000)));

            // Then
            assertThat(http2.outcome()).isEqualTo("431");
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 100001,'',0", "Transfer-Encoding: chunked,186a1,1"})
    void answers_413_to_a_body_that_is_too_long(String framing, String chunk, int seenUpstream) throws Exception {
        // Given
        List<String> before = upstream.requestsAtRest();
        String body = chunk.isEmpty() ? "" : chunk + "\r\n" + "a".repeat(100_001);

        // When
        String answer = device.raw("POST /raw/x HTTP/1.1\r\n" + HOST + framing + "\r\n\r\n" + body);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
        assertThat(since(before))
                .hasSize(seenUpstream)
                .as("it broke off there")
                .noneMatch(request -> request.endsWith("0\r\n\r\n"));
    }

    @Test
    void answers_414_to_a_target_that_is_too_long() throws Exception {
        // When
        String answer = device.raw("GET /raw/" + "x".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n");

        // Then
        assertThat(answer).matches("(?s)HTTP/1.[01] 414 .*");
    }

    private static List<String> since(List<String> before) {
        List<String> all = upstream.requestsAtRest();
        return all.subList(before.size(), all.size());
    }

    private static String[] fields(String method, String path, String... more) {
        List<String> fields =
                new ArrayList<>(List.of(":method", method, ":scheme", "https", ":authority", "x", ":path", path));
        fields.addAll(List.of(more));
        return fields.toArray(new String[0]);
    }
}
