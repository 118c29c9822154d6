package kcd.lab.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import kcd.lab.pki.LabTls;
import kcd.lab.upstream.ExchangeSettings.Persistence;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The stand-in's own behaviour, with tokens that simply say who they are: `user@REALM`, or `bad`.
class LabExchangeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final TestCa CA = CertificateWorkshop.now().root("Exchange CA");
    private static final SSLContext SERVER = LabTls.server(CA.server("localhost"));
    private static final SSLContext CLIENT = LabTls.client(Optional.empty(), CA.certificate());

    private LabExchange exchange = start(ExchangeSettings.LIKE_IIS);

    @AfterEach
    void close() throws IOException {
        exchange.close();
    }

    @Test
    void asks_for_a_token_and_then_knows_the_connection() throws IOException {
        try (RawClient client = client()) {
            // When
            var challenged = client.get("/x");
            var authenticated = client.get("/x", token("alice@A"));
            var inherited = client.get("/x");

            // Then
            assertThat(challenged.status()).isEqualTo(401);
            assertThat(challenged.header("WWW-Authenticate")).isEqualTo("Negotiate, NTLM");
            assertThat(authenticated.header("X-Lab-User")).isEqualTo("alice@A");
            assertThat(authenticated.body()).contains("\"authenticatedBy\": \"token\"");
            assertThat(inherited.header("X-Lab-User")).isEqualTo("alice@A");
            assertThat(inherited.body()).contains("\"authenticatedBy\": \"connection\"");
        }
    }

    @Test
    void another_connection_is_nobody_again() throws IOException {
        try (RawClient first = client();
                RawClient second = client()) {
            // Given
            first.get("/x", token("alice@A"));

            // When
            var other = second.get("/x");

            // Then
            assertThat(other.status()).isEqualTo(401);
            assertThat(exchange.journal().connections()).isEqualTo(2);
        }
    }

    @Test
    void a_refused_token_ends_what_the_connection_was() throws IOException {
        try (RawClient client = client()) {
            // Given
            client.get("/x", token("alice@A"));

            // When
            var refused = client.get("/x", token("bad"));
            var after = client.get("/x");

            // Then
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("X-Lab-Reason")).isEqualTo("bad token");
            assertThat(after.status()).isEqualTo(401);
        }
    }

    @Test
    void every_request_needs_its_token_when_nothing_persists() throws IOException {
        // Given
        restart(ExchangeSettings.LIKE_IIS.with(Persistence.REQUEST));
        try (RawClient client = client()) {
            client.get("/x", token("alice@A"));

            // When
            var without = client.get("/x");
            var with = client.get("/x", token("alice@A"));

            // Then
            assertThat(without.status()).isEqualTo(401);
            assertThat(with.status()).isEqualTo(200);
        }
    }

    @Test
    void says_that_authentication_persists_only_when_told_to() throws IOException {
        // Given
        restart(ExchangeSettings.LIKE_IIS.with(Persistence.CONNECTION_ANNOUNCED));

        // When
        try (RawClient client = client()) {
            var announced = client.get("/x", token("alice@A"));

            // Then
            assertThat(announced.header("Persistent-Auth")).isEqualTo("true");
        }
    }

    @Test
    void notices_two_users_on_one_connection() throws IOException {
        try (RawClient client = client()) {
            // When
            client.get("/x", token("alice@A"));
            client.get("/x", token("bob@A"));

            // Then
            assertThat(exchange.journal().mixUps().findings())
                    .containsExactly("a connection of alice@A brought a token of bob@A");
        }
    }

    @Test
    void notices_a_request_that_rides_on_somebody_elses_connection() throws IOException {
        try (RawClient client = client()) {
            // When
            client.get("/x", token("alice@A"), "X-Lab-Expected-User: alice@A");
            client.get("/x", "X-Lab-Expected-User: bob@A");

            // Then
            assertThat(exchange.journal().mixUps().findings()).containsExactly("a request of bob@A arrived as alice@A");
        }
    }

    @Test
    void speaks_activesync() throws IOException {
        try (RawClient client = client()) {
            // When
            client.write("OPTIONS /Microsoft-Server-ActiveSync HTTP/1.1\r\nHost: localhost\r\n" + token("alice@A")
                    + "\r\n\r\n");
            var options = client.read();
            var folders = client.post("/Microsoft-Server-ActiveSync?Cmd=FolderSync&User=alice", "body");

            // Then
            assertThat(options.header("MS-ASProtocolVersions")).endsWith("16.1");
            assertThat(options.header("MS-ASProtocolCommands")).contains("FolderSync");
            assertThat(folders.header("Content-Type")).isEqualTo("application/vnd.ms-sync.wbxml");
            assertThat(folders.body())
                    .startsWith("\u0003\u0001j\u0000\u0000\u0007")
                    .contains("Inbox");
        }
    }

    @Test
    void holds_a_ping_until_its_time_is_over() throws IOException {
        // Given
        Duration hold = Duration.ofMillis(300);
        restart(ExchangeSettings.LIKE_IIS.withPingHold(hold));
        try (RawClient client = client()) {
            client.get("/x", token("alice@A"));
            Instant begin = Instant.now();

            // When
            var answer = client.post("/Microsoft-Server-ActiveSync?Cmd=Ping", "body");

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(hold);
            assertThat(exchange.journal().abandonedPings()).isZero();
            assertThat(client.get("/x").status()).isEqualTo(200);
        }
    }

    @Test
    void notices_that_a_held_ping_was_abandoned() throws Exception {
        // Given
        restart(ExchangeSettings.LIKE_IIS.withPingHold(Duration.ofMinutes(5)));
        RawClient client = client();
        client.get("/x", token("alice@A"));
        client.write("POST /Microsoft-Server-ActiveSync?Cmd=Ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await(() -> exchange.journal().heldPings() == 1);

        // When
        client.close();

        // Then
        await(() -> exchange.journal().abandonedPings() == 1);
        assertThat(exchange.journal().heldPings()).isZero();
    }

    @Test
    void counts_and_digests_what_is_uploaded_in_either_framing() throws IOException {
        // Given
        String body = "a".repeat(300_000);
        String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        try (RawClient client = client()) {
            // When
            var sized = client.post("/x?lab=echo", body, token("alice@A"));
            client.write(
                    "POST /x?lab=echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked);
            var inChunks = client.read();

            // Then
            assertThat(sized.body()).contains("\"bodyBytes\": 300000");
            assertThat(digest(inChunks)).isEqualTo(digest(sized)).hasSize(64);
        }
    }

    @Test
    void sends_downloads_in_either_framing_and_mirrors_bodies() throws IOException {
        try (RawClient client = client()) {
            // When
            var sized = client.get("/x?lab=download&bytes=100000", token("alice@A"));
            var chunked = client.get("/x?lab=download&bytes=100000&chunked=true");
            var mirrored = client.post("/x?lab=mirror", "there and back");

            // Then
            assertThat(sized.body()).hasSize(100_000);
            assertThat(chunked.body()).hasSize(100_000);
            assertThat(mirrored.body()).isEqualTo("there and back");
        }
    }

    @Test
    void lets_a_client_wait_for_100_and_keeps_its_body_when_it_is_challenged() throws IOException {
        try (RawClient client = client();
                RawClient stranger = client()) {
            // When
            client.write("POST /x?lab=echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n"
                    + token("alice@A") + "\r\n\r\n");
            int goOn = client.read().status();
            client.write("body");
            int done = client.read().status();
            var challenged = stranger.post("/x", "", "Expect: 100-continue");

            // Then
            assertThat(goOn).isEqualTo(100);
            assertThat(done).isEqualTo(200);
            assertThat(challenged.status()).isEqualTo(401);
            assertThat(challenged.header("Connection")).isEqualTo("close");
            assertThat(stranger.isClosed()).isTrue();
        }
    }

    @Test
    void answers_a_smuggled_length_with_400_and_closes() throws IOException {
        try (RawClient client = client()) {
            // When
            client.write(
                    "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n");
            var answer = client.read();

            // Then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void never_shows_a_token_in_the_echo() throws IOException {
        try (RawClient client = client()) {
            // When
            var echo = client.get("/x", token("alice@A"));

            // Then
            assertThat(echo.body()).doesNotContain(base64("alice@A")).contains("Negotiate (");
        }
    }

    private RawClient client() throws IOException {
        return new RawClient(CLIENT, exchange.port());
    }

    private void restart(ExchangeSettings settings) throws IOException {
        exchange.close();
        exchange = start(settings);
    }

    private static LabExchange start(ExchangeSettings settings) {
        try {
            return new LabExchange(SERVER, LabExchangeTest::judge, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TokenJudge.Verdict judge(byte[] token) {
        String name = new String(token, StandardCharsets.UTF_8);
        return name.equals("bad")
                ? new TokenJudge.Verdict.Rejected("bad token")
                : new TokenJudge.Verdict.Accepted(name, Optional.empty());
    }

    private static String token(String name) {
        return "Authorization: Negotiate " + base64(name);
    }

    private static String base64(String name) {
        return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(RawClient.Answer echo) {
        return echo.body().replaceAll("(?s).*\"bodySha256\": \"([0-9a-f]*)\".*", "$1");
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("deadline").isBefore(deadline);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
