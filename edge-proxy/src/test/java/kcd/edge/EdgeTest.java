package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawDevice;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.CertificateBuilder;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;
import kcd.ticket.v1.MintTokenRequest;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The edge as devices, broker and upstream meet it, over real TLS on loopback.
class EdgeTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long HUNDRED_MEGABYTES = 100L * 1024 * 1024;

    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static TestEdge edge;

    @BeforeAll
    static void start() {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.limits.connections-per-certificate", "8");
        bed.route(settings, "mistrusted", "/mistrusted", bed.strictUpstream().port());
        settings.put("kcd.routes.mistrusted.upstream-trust-store", bed.file("devices.pem"));
        edge = frame.edge(settings);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void brings_a_device_to_the_upstream_as_its_own_user(Version version) throws Exception {
        // Given
        TestDevice alice = frame.device(edge, "alice", version);

        // When
        HttpResponse<String> response = alice.post("/eas/hello", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.headers().firstValue("X-Connection-User")).contains("alice");
        assertThat(response.body()).isEqualTo("a body");
    }

    static Stream<Arguments> refusedCertificates() {
        TestCa devices = bed.deviceCa();
        return Stream.of(
                Arguments.of(
                        "expired", devices.leaf("old").upn("old@example.com").expired(), "certificate_expired"),
                Arguments.of(
                        "of a stranger who took our CA's name",
                        CertificateWorkshop.now().root("Device CA").leaf("x").upn("alice@example.com"),
                        "unknown_ca"),
                Arguments.of(
                        "made for servers",
                        devices.leaf("server").extendedKeyUsage(KeyPurposeId.id_kp_serverAuth),
                        "unsupported_certificate"),
                Arguments.of("not valid yet", devices.leaf("new").notYetValid(), "bad_certificate"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refusedCertificates")
    void tells_a_device_in_the_alert_why_its_certificate_is_refused(
            String what, CertificateBuilder certificate, String alert) throws Exception {
        // Given one that says nothing more: a request to a closed connection may cost a device the alert
        RawDevice device = new RawDevice(certificate.issue(), bed.serviceTrust(), edge.port());

        // When
        String answer = device.ask("/eas/x", () -> false);

        // Then
        assertThat(answer).isEqualTo(alert);
    }

    @Test
    void asks_the_broker_with_the_device_s_whole_chain_and_the_binding_of_the_connection() throws Exception {
        // Given
        Credential carol = bed.deviceCa()
                .intermediate("Issuing CA")
                .leaf("carol")
                .upn("carol@example.com")
                .issue();
        TestDevice device = frame.device(edge, carol, Version.HTTP_1_1);

        // When
        HttpResponse<String> response = device.get("/strict/x");

        // Then
        assertThat(response.body()).isEqualTo("carol");
        MintTokenRequest asked = bed.broker().requests().stream()
                .filter(request -> request.getCertificateChain().getCertificatesCount() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(asked.getTargetSpn()).isEqualTo("HTTP/localhost");
        assertThat(asked.getTlsServerEndPoint().size()).isEqualTo(32);
        assertThat(asked.getRenewTicket()).isFalse();
    }

    @Test
    void stops_sending_tokens_once_the_upstream_keeps_the_connection_authenticated() throws Exception {
        // Given
        TestDevice dora = frame.device(edge, "dora");
        dora.get("/eas/first");
        long before = bed.broker().minted();

        // When
        HttpResponse<String> response = dora.get("/eas/second");

        // Then
        assertThat(response.body()).isEqualTo("dora");
        assertThat(bed.broker().minted()).isEqualTo(before);
    }

    @Test
    void sends_a_fresh_token_with_every_request_where_the_upstream_keeps_nothing() throws Exception {
        // Given
        TestDevice emil = frame.device(edge, "emil");
        emil.get("/strict/first");
        int before = bed.broker().requests().size();

        // When
        HttpResponse<String> response = emil.get("/strict/second");

        // Then
        assertThat(response.body()).isEqualTo("emil");
        assertThat(bed.broker().requests()).hasSize(before + 1);
    }

    @Test
    void asks_for_several_fresh_tokens_at_once_where_one_request_follows_the_other() throws Exception {
        // Given
        TestDevice fay = frame.device(edge, "fay");
        int before = bed.broker().requests().size();
        List<String> answers = new ArrayList<>();

        // When
        for (int i = 0; i < 20; i++) {
            // The upstream refuses a token that it has seen.
            answers.add(fay.get("/strict/again").body());
        }

        // Then
        assertThat(answers).hasSize(20).containsOnly("fay");
        assertThat(bed.broker().requests()).hasSizeLessThan(before + 10);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void waits_for_a_challenge_where_told_to_and_repeats_the_body(Version version) throws Exception {
        // Given
        TestDevice frida = frame.device(edge, "frida", version);

        // When
        HttpResponse<String> response = frida.post("/challenge/x", "said twice");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("said twice");
        assertThat(response.headers().firstValue("X-Connection-User")).contains("frida");
    }

    @Test
    void renews_a_token_that_the_upstream_refused_once() throws Exception {
        // Given
        TestDevice gerd = frame.device(edge, "gerd");

        // When
        HttpResponse<String> response = gerd.post("/eas/once-denied?gerd", "again");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("again");
        assertThat(bed.broker().requests()).anyMatch(MintTokenRequest::getRenewTicket);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void never_shows_a_device_the_upstream_s_challenge(Version version) throws Exception {
        // Given
        TestDevice hans = frame.device(edge, "hans", version);

        // When
        HttpResponse<String> response = hans.post("/eas/deny", "x");

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("TOKEN_REFUSED");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void cannot_repeat_a_long_body_and_says_so() throws Exception {
        // Given
        TestDevice ida = frame.device(edge, "ida");

        // When
        HttpResponse<String> response = ida.post("/challenge/x", "x".repeat(200_000));

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("TOKEN_REFUSED_MIDWAY");
    }

    @ParameterizedTest
    @CsvSource({
        "no-identity, 403, NO_IDENTITY, ",
        "no-kdc, 503, KDC_UNAVAILABLE, 7",
        "no-delegation, 503, DELEGATION_NOT_ALLOWED, 600"
    })
    void answers_the_broker_s_refusals_by_their_class(String user, int status, String reason, Integer retryAfter)
            throws Exception {
        // Given
        TestDevice device = frame.device(edge, user);

        // When
        HttpResponse<String> response = device.post("/eas/x", "x");

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(status + " " + reason + "\n");
        if (retryAfter == null) {
            assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        } else {
            assertThat(Integer.parseInt(
                            response.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(retryAfter, retryAfter + retryAfter / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/gone/x, 503, UPSTREAM_UNREACHABLE",
        "/mistrusted/x, 503, UPSTREAM_UNTRUSTED",
        "/elsewhere, 404, NO_ROUTE",
        "/eas%2fx, 400, MALFORMED_TARGET",
        "/eas/x?%0a, 200, ''",
    })
    void answers_by_itself_what_cannot_be_forwarded(String path, int status, String reason) throws Exception {
        // Given
        TestDevice jana = frame.device(edge, "jana");

        // When
        HttpResponse<String> response = jana.get(path);

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(reason);
    }

    @Test
    void forwards_neither_the_device_s_claims_nor_its_hop() throws Exception {
        // Given
        TestDevice kurt = frame.device(edge, "kurt");

        // When
        String seen = kurt.send(kurt.request("/eas/headers")
                        .header("Authorization", "Basic ZXZlOmV2ZQ==")
                        .header("X_Remote_User", "eve")
                        .header("X-Forwarded-For", "10.0.0.1")
                        .header("MS-ASProtocolVersion", "16.1")
                        .GET()
                        .build())
                .body();

        // Then
        assertThat(seen)
                .doesNotContain("Basic", "eve", "10.0.0.1")
                .contains("MS-ASProtocolVersion=16.1")
                .contains("Host=localhost:" + bed.persistentUpstream().port());
    }

    @Test
    void ends_the_handshake_of_a_device_without_a_certificate() {
        // Given
        TestDevice nobody = frame.nobody(edge);

        // When, Then
        assertThatThrownBy(() -> nobody.get("/eas/x")).isInstanceOf(IOException.class);
        Await.until("counted", SOON, () -> edge.handshakes("NO_CERTIFICATE") > 0);
    }

    @Test
    void ends_the_handshake_of_a_stranger_s_certificate() {
        // Given
        TestDevice mallory = frame.device(edge, bed.strangersDevice("alice"), Version.HTTP_1_1);

        // When, Then
        assertThatThrownBy(() -> mallory.get("/eas/x")).isInstanceOf(IOException.class);
        Await.until("counted", SOON, () -> edge.handshakes("UNKNOWN_ISSUER") + edge.handshakes("BAD_SIGNATURE") > 0);
    }

    @Test
    void ends_the_handshake_of_an_expired_certificate() {
        // Given
        Credential old =
                bed.deviceCa().leaf("old").upn("old@example.com").expired().issue();
        TestDevice device = frame.device(edge, old, Version.HTTP_1_1);

        // When, Then
        assertThatThrownBy(() -> device.get("/eas/x")).isInstanceOf(IOException.class);
        Await.until("counted", SOON, () -> edge.handshakes("EXPIRED") > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001\u0000\u0005garbage",
                "\u0080\u002e\u0001\u0003\u0001",
                "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"
            })
    void goes_on_after_garbage_on_the_tls_port(String garbage) throws Exception {
        // When
        try (Socket socket = new Socket("127.0.0.1", edge.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            // Then
            assertThat(answer).doesNotContain("HTTP/1.1 200");
        }
        assertThat(frame.device(edge, "lena").get("/eas/x").statusCode()).isEqualTo(200);
    }

    @Test
    void hangs_up_on_a_handshake_that_does_not_get_on() throws Exception {
        // Given
        byte[] beginningOfClientHello = HexFormat.of().parseHex("16030100c8010000c40303");
        try (Socket socket = new Socket("127.0.0.1", edge.port())) {
            socket.setSoTimeout((int) SOON.toMillis());

            // When
            socket.getOutputStream().write(beginningOfClientHello);

            // Then
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(64);
        }
    }

    @Test
    void refuses_a_header_of_a_megabyte_over_http_1() throws Exception {
        // Given
        TestDevice max = frame.device(edge, "max");
        SSLSocket socket = frame.keep(max.socket());

        // When
        OutputStream out = socket.getOutputStream();
        out.write("GET /eas/x HTTP/1.1\r\nHost: x\r\nX-Big: ".getBytes(StandardCharsets.US_ASCII));
        byte[] part = "a".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
        String answer = "";
        try {
            for (int i = 0; i < 64; i++) {
                out.write(part);
            }
            out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException _) {
            // The edge may hang up while we still send; that too is a refusal, and the count below shows which.
        }

        // Then
        assertThat(answer)
                .satisfiesAnyOf(a -> assertThat(a).isEmpty(), a -> assertThat(a).startsWith("HTTP/1.1 431"));
        Await.until("counted", SOON, () -> edge.requests("HEADER_TOO_LARGE") > 0);
    }

    @Test
    void refuses_a_header_of_a_megabyte_over_http_2() throws Exception {
        // Given
        TestDevice nils = frame.device(edge, "nils", Version.HTTP_2);
        HttpRequest.Builder request = nils.request("/eas/x").GET();
        for (int i = 0; i < 64; i++) {
            request.header("X-Big-" + i, "a".repeat(16 * 1024));
        }

        // When, Then
        assertThatThrownBy(() ->
                        assertThat(nils.send(request.build()).statusCode()).isEqualTo(200))
                .isInstanceOfAny(IOException.class, AssertionError.class);
        assertThat(nils.get("/eas/x").body()).isEqualTo("nils");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
                "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4,5\r\n\r\nabcde",
                "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd",
                "GET /eas/x HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET /eas/x HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\n",
                "GET /eas/x HTTP/1.1\r\n: z\r\nConnection: close\r\n\r\n",
                "GET https://other.example.com/eas/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /eas/x HTTP/1.1\nHost: x\n\n",
                "GET /eas/x\r\n\r\n",
                "GET /eas/x HTTP/3.7\r\nHost: x\r\n\r\n",
                "G\u0001T /eas/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            })
    void refuses_a_request_that_two_readers_could_read_differently(String request) throws Exception {
        // Given
        long before = bed.persistentUpstream().connections();
        TestDevice olga = frame.device(edge, "olga");

        // When
        String answer = olga.raw(request);

        // Then
        assertThat(answer).matches("(?s)HTTP/[0-9.]+ (4[0-9]{2}|501) .*").doesNotContain("200 OK");
        assertThat(bed.persistentUpstream().connections()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void streams_a_hundred_megabytes_down(Version version) throws Exception {
        try (TestDevice paul = frame.device(edge, "paul", version);
                InputStream body = paul.stream(paul.request("/eas/download/" + HUNDRED_MEGABYTES)
                                .GET()
                                .build())
                        .body()) {
            // When
            long received = body.transferTo(OutputStream.nullOutputStream());

            // Then
            assertThat(received).isEqualTo(HUNDRED_MEGABYTES);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void streams_a_hundred_megabytes_up(Version version) throws Exception {
        // Given
        TestDevice rosa = frame.device(edge, "rosa", version);
        HttpRequest.BodyPublisher body =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ZeroStream(HUNDRED_MEGABYTES));

        // When
        HttpResponse<String> response =
                rosa.send(rosa.request("/eas/sink").POST(body).build());

        // Then
        assertThat(response.body()).isEqualTo(Long.toString(HUNDRED_MEGABYTES));
    }

    @Test
    void lets_the_upstream_wait_while_a_device_does_not_read() throws Exception {
        // Given
        TestDevice slow = frame.device(edge, "slow");
        SSLSocket socket = frame.keep(slow.socket());
        socket.setReceiveBufferSize(16 * 1024);

        // When
        socket.getOutputStream()
                .write(("GET /eas/download/" + HUNDRED_MEGABYTES + " HTTP/1.1\r\nHost: x\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');

        // Then
        long stalledAt = Await.still(
                "the upstream's sending",
                () -> bed.persistentUpstream().sent("/eas/download/" + HUNDRED_MEGABYTES, "slow"));
        assertThat(stalledAt).isLessThan(HUNDRED_MEGABYTES / 4);
    }

    @Test
    void breaks_off_an_answer_that_the_upstream_broke_off() throws Exception {
        // Given
        TestDevice tina = frame.device(edge, "tina");

        // When, Then
        assertThatThrownBy(() -> tina.post("/eas/break", "x")).isInstanceOf(IOException.class);
        Await.until("reported", SOON, () -> edge.requests("UPSTREAM_BROKEN_MIDWAY") > 0);
    }

    @Test
    void drops_the_upstream_connection_when_the_device_is_gone() throws Exception {
        // Given
        TestDevice uwe = frame.device(edge, "uwe");
        SSLSocket socket = uwe.socket();
        int held = bed.strictUpstream().silent();
        socket.getOutputStream()
                .write("GET /strict/silent HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Await.until("held", SOON, () -> bed.strictUpstream().silent() > held);
        int open = bed.strictUpstream().open();

        // When
        socket.close();

        // Then
        Await.until("dropped", SOON, () -> bed.strictUpstream().open() < open);
    }

    @Test
    void bounds_the_connections_of_one_certificate() throws Exception {
        // Given
        TestDevice vera = frame.device(edge, "vera");
        SSLSocket[] sockets = new SSLSocket[8];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = vera.socket();
            answered(sockets[i]);
        }

        // When
        try (SSLSocket ninth = vera.socket()) {
            // Then
            assertThatThrownBy(() -> answered(ninth)).isInstanceOfAny(IOException.class, AssertionError.class);
        }
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }

    private static void answered(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] begin = socket.getInputStream().readNBytes(12);
        assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 404");
    }

    /// Zeros without a body in memory.
    private static final class ZeroStream extends InputStream {
        private long left;

        ZeroStream(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int size = (int) Math.min(length, left);
            left -= size;
            return size;
        }
    }
}
