package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.FakeRevocationFeed;
import kcd.edge.bed.MovableClock;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Invariant 4: revocation, and a change of trust, bite live connections.
class RevocationTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private final Credential alice = bed.device("alice");
    private final Credential bob = bed.device("bob");
    private final MovableClock clock = new MovableClock();
    private final FakeRevocationFeed feed =
            frame.keep(new FakeRevocationFeed(bed, bed.deviceCa().certificate()));
    private final TestEdge edge = frame.edge(feed.settings(), clock);

    @Test
    void is_not_ready_and_puts_devices_off_until_the_first_lists_arrive() throws Exception {
        // Given
        TestDevice device = device(alice);
        assertThat(edge.isReady()).isFalse();
        HttpResponse<String> before = device.get("/eas/x");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.body()).contains("REVOCATION_UNKNOWN");
        assertThat(before.headers().firstValue("Retry-After")).isPresent();

        // When
        feed.push(Instant.now().plusSeconds(3600));

        // Then
        Await.until("ready", SOON, edge::isReady);
        assertThat(device.get("/eas/x").body()).isEqualTo("alice");
    }

    @Test
    void cuts_the_held_request_of_a_device_that_is_revoked_and_nobody_else_s() throws Exception {
        // Given
        feed.push(Instant.now().plusSeconds(3600));
        Await.until("ready", SOON, edge::isReady);
        TestDevice one = device(alice);
        TestDevice other = device(bob);
        SSLSocket held = hold(one);
        SSLSocket stays = hold(other);
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == 2);

        // When
        feed.push(Instant.now().plusSeconds(3600), alice);

        // Then
        assertThat(end(held)).startsWith("HTTP/1.1 403 ");
        Await.until(
                "its upstream connection too", SOON, () -> bed.strictUpstream().open() == 1);
        assertThatThrownBy(() -> one.get("/eas/x")).isInstanceOf(IOException.class);
        Await.until("counted", SOON, () -> edge.handshakes("CERTIFICATE_REVOKED") > 0);
        Await.until("the cut is counted", SOON, () -> edge.gauge("kcd.revocation.cut") == 1);
        assertThat(edge.gauge("kcd.revocation.last.cut")).isBetween(0.0, SOON.toSeconds() * 1.0);
        assertThat(edge.gauge("kcd.revocation.entries")).isEqualTo(1);
        assertThat(edge.gauge("kcd.revocation.alarm")).isZero();
        assertThat(other.get("/eas/x").body()).isEqualTo("bob");
        assertThat(stays.isClosed()).isFalse();
    }

    /// Resumption brings the certificate of old with it; the lists of now decide.
    /// By openssl, which keeps tickets in files.
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void a_resumed_session_is_checked_against_the_lists_of_now(String version) throws Exception {
        // Given
        feed.push(Instant.now().plusSeconds(3600));
        Await.until("ready", SOON, edge::isReady);
        Credential.PemFiles files = alice.writePem(bed.directory(), "alice");
        Path session = bed.directory().resolve("session");
        String first = openssl(version, files, "-sess_out", session.toString());
        assertThat(first).contains("New, TLSv1").contains("HTTP/1.1 200 ");
        assertThat(session).isNotEmptyFile();

        // When
        feed.push(Instant.now().plusSeconds(3600), alice);
        Await.until("in force", SOON, () -> edge.gauge("kcd.revocation.entries") == 1);

        // Then: whether the edge takes the ticket or not, nobody gets in by it
        String again = openssl(version, files, "-sess_in", session.toString());
        assertThat(again).doesNotContain("HTTP/1.1 200 ");
        if (again.contains("Reused, TLSv1")) {
            assertThat(again).contains("HTTP/1.1 403 ");
        }
    }

    private String openssl(String version, Credential.PemFiles files, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + edge.port(),
                version,
                "-ign_eof",
                "-cert",
                files.certificate().toString(),
                "-key",
                files.privateKey().toString()));
        command.addAll(List.of(more));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = client.getOutputStream()) {
            in.write("GET /eas/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void answers_503_and_cuts_nobody_when_a_list_is_out_of_date() throws Exception {
        // Given
        feed.push(Instant.now().plusSeconds(3600));
        Await.until("ready", SOON, edge::isReady);
        TestDevice device = device(alice);
        SSLSocket held = hold(device);
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == 1);
        assertThat(device.get("/eas/x").statusCode()).isEqualTo(200);

        // When
        feed.push(Instant.now().minusSeconds(1));

        // Then
        Await.until("refused", SOON, () -> status(device) == 503);
        assertThat(bed.strictUpstream().open()).isEqualTo(1);
    }

    /// A certificate that could not be checked in between is no stranger's: what it has under way ends like the rest.
    @Test
    void cuts_the_held_request_of_a_device_whose_status_was_unknown_before_it_was_revoked() throws Exception {
        // Given
        feed.push(Instant.now().plusSeconds(3600));
        Await.until("ready", SOON, edge::isReady);
        TestDevice device = device(alice);
        SSLSocket held = hold(device);
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == 1);
        feed.push(Instant.now().minusSeconds(1));
        Await.until("refused", SOON, () -> status(device) == 503);

        // When
        feed.push(Instant.now().plusSeconds(3600), alice);

        // Then
        assertThat(end(held)).startsWith("HTTP/1.1 403 ");
        Await.until(
                "its upstream connection too", SOON, () -> bed.strictUpstream().open() == 0);
        Await.until("counted", SOON, () -> edge.gauge("kcd.revocation.cut") > 0);
    }

    @Test
    void cuts_the_held_stream_of_a_device_whose_next_one_could_not_be_checked() throws Exception {
        // Given a list that goes out of date without another
        feed.push(Instant.now().plusSeconds(3600));
        Await.until("ready", SOON, edge::isReady);
        TestDevice device = frame.device(edge, alice, Version.HTTP_2);
        assertThat(device.get("/eas/x").statusCode()).isEqualTo(200);
        CompletableFuture<Integer> held = device.begin("/strict/silent");
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == 1);
        clock.setAhead(Duration.ofHours(2));
        assertThat(status(device)).isEqualTo(503);
        assertThat(held).isNotDone();

        // When
        feed.push(Instant.now().plus(Duration.ofHours(3)), alice);

        // Then
        Await.until(
                "its upstream connection ends", SOON, () -> bed.strictUpstream().open() == 0);
        Await.until("counted", SOON, () -> edge.gauge("kcd.revocation.cut") == 1);
        Await.until("told", SOON, held::isDone);
    }

    @Test
    void cuts_connections_that_a_changed_trust_store_no_longer_covers() throws Exception {
        // Given
        feed.push(Instant.now().plusSeconds(3600));
        Await.until("ready", SOON, edge::isReady);
        TestDevice device = device(alice);
        SSLSocket held = hold(device);
        Await.until("held", SOON, () -> bed.strictUpstream().silent() == 1);

        // When
        Path next = CertificateWorkshop.now().root("Next CA").writeCertificate(bed.directory(), "next");
        Files.move(next, Path.of(bed.file("devices.pem")), StandardCopyOption.ATOMIC_MOVE);

        // Then
        assertThat(end(held)).startsWith("HTTP/1.1 403 ");
        assertThatThrownBy(() -> device.get("/eas/x")).isInstanceOf(IOException.class);
    }

    private static int status(TestDevice device) {
        try {
            return device.get("/eas/x").statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestDevice device(Credential credential) {
        return frame.device(edge, credential, Version.HTTP_1_1);
    }

    private SSLSocket hold(TestDevice device) throws IOException {
        SSLSocket socket = frame.keep(device.socket());
        socket.getOutputStream()
                .write("GET /strict/silent HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String end(SSLSocket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection was not cut", e);
        } catch (IOException _) {
            return ""; // Cut without a close_notify.
        }
    }
}
