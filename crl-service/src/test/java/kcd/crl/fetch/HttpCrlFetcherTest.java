package kcd.crl.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static kcd.crl.Await.await;
import static kcd.crl.fetch.FakeDistributionPoint.body;
import static kcd.crl.fetch.FakeDistributionPoint.redirect;
import static kcd.crl.fetch.FakeDistributionPoint.status;
import static kcd.crl.fetch.FakeDistributionPoint.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCrlFetcherTest {

    private static final int MAX_BYTES = 100_000;

    /** TCPMUX, which nobody has: a port that was free a moment ago might not be. */
    private static final int NOBODY = 1;

    private static final byte[] DER = der(50_000);

    @TempDir
    Path directory;

    private final FakeDistributionPoint server = new FakeDistributionPoint();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void downloads_der_as_it_is() throws Exception {
        // Given
        server.behave(body(DER));

        // Then
        assertThat(fetchedBytes()).isEqualTo(DER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Certificate Revocation List (CRL):\n  Version 2 - made by hand\n"})
    void decodes_pem_and_passes_over_what_stands_before(String preamble) throws Exception {
        // Given
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(DER);
        String pem = preamble + "-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n";
        server.behave(body(pem.getBytes(US_ASCII)));

        // Then
        assertThat(fetchedBytes()).isEqualTo(DER);
    }

    @Test
    void decompresses_gzip() throws Exception {
        // Given
        server.behave(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body(gzip(DER)).answer(exchange);
        });

        // Then
        assertThat(fetchedBytes()).isEqualTo(DER);
    }

    @Test
    void asks_with_the_validators_of_the_copy_it_has() throws Exception {
        // Given
        server.behave(tagged("\"v1\"", DER));

        // When
        FetchResult first = fetch(Validators.NONE);
        FetchResult second = fetch(((FetchResult.Fetched) first).validators());

        // Then
        assertThat(second).isEqualTo(new FetchResult.NotModified());
    }

    @Test
    void follows_a_few_redirects() throws Exception {
        // Given
        server.behave(exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/ca.crl" -> redirect("/one").answer(exchange);
                case "/one" -> redirect(server.point("/two").toString()).answer(exchange);
                default -> body(DER).answer(exchange);
            }
        });

        // Then
        assertThat(fetchedBytes()).isEqualTo(DER);
        assertThat(server.requests()).containsExactly("/ca.crl", "/one", "/two");
    }

    @Test
    void counts_what_comes_in_where_nothing_comes_out() throws Exception {
        // Given
        byte[] endlessName = new byte[400_000];
        Arrays.fill(endlessName, (byte) 'a');
        byte[] gzipHeaderWithName = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3};
        System.arraycopy(gzipHeaderWithName, 0, endlessName, 0, gzipHeaderWithName.length);
        byte[] noBase64 = new byte[400_000];
        Arrays.fill(noBase64, (byte) '!');
        System.arraycopy("-----BEGIN X509 CRL-----\n".getBytes(US_ASCII), 0, noBase64, 0, 25);
        server.behave(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body(exchange.getRequestURI().getPath().equals("/ca.crl") ? endlessName : gzip(noBase64))
                    .answer(exchange);
        });

        // Then
        for (String path : List.of("/ca.crl", "/pem.crl")) {
            assertThat(fetcher(Duration.ofSeconds(60)).fetch(server.point(path), Validators.NONE))
                    .isInstanceOfSatisfying(
                            FetchResult.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(FetchFailure.TOO_LARGE));
        }
    }

    @Test
    void leaves_a_redirect_loop() throws Exception {
        // Given
        server.behave(redirect("/ca.crl"));

        // Then
        assertFails(FetchFailure.REDIRECT);
        assertThat(server.requests()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://crl.example/", "", "http://:bad", "http://127.0.0.9:1/ca.crl"})
    void follows_no_redirect_to_elsewhere(String location) throws Exception {
        // Given
        server.behave(redirect(location));

        // Then
        assertFails(FetchFailure.REDIRECT);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 503})
    void reports_other_statuses(int code) throws Exception {
        // Given
        server.behave(status(code));

        // Then
        assertFails(FetchFailure.HTTP_STATUS);
    }

    @Test
    void stops_at_its_size_whatever_the_server_announced() throws Exception {
        // Given
        server.behave(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(der(MAX_BYTES + 1));
        });

        // Then
        assertFails(FetchFailure.TOO_LARGE);
    }

    @Test
    void stops_a_compressed_list_that_expands_without_end() throws Exception {
        // Given
        byte[] zeros = new byte[50_000_000];
        zeros[0] = 0x30;
        byte[] bomb = gzip(zeros);
        server.behave(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body(bomb).answer(exchange);
        });

        // Then
        assertThat(bomb).hasSizeLessThan(MAX_BYTES);
        assertFails(FetchFailure.TOO_LARGE);
    }

    @Test
    void gives_up_on_a_server_that_stops_in_the_middle() throws Exception {
        // Given
        try (RawServer silent = new RawServer(response(1000, 10), false)) {
            // When
            FetchResult result = fetcher(Duration.ofMillis(400)).fetch(silent.point(), Validators.NONE);

            // Then
            assertThat(failure(result)).isEqualTo(FetchFailure.TIMEOUT);
        }
        assertNothingLeft();
    }

    @Test
    void gives_up_on_a_server_that_says_nothing_at_all() throws Exception {
        // Given
        try (RawServer silent = new RawServer(new byte[0], false)) {
            // When
            FetchResult result = fetcher(Duration.ofMillis(400)).fetch(silent.point(), Validators.NONE);

            // Then
            assertThat(failure(result)).isEqualTo(FetchFailure.TIMEOUT);
        }
    }

    @Test
    void notices_a_body_that_ends_early() throws Exception {
        // Given
        try (RawServer truncating = new RawServer(response(1000, 10), true)) {
            // When
            FetchResult result = fetcher(Duration.ofSeconds(60)).fetch(truncating.point(), Validators.NONE);

            // Then
            assertThat(failure(result)).isEqualTo(FetchFailure.UNREACHABLE);
        }
        assertNothingLeft();
    }

    @Test
    void notices_pem_that_ends_early() throws Exception {
        // Given
        server.behave(body("-----BEGIN X509 CRL-----\nMIIB".getBytes(US_ASCII)));

        // Then
        assertFails(FetchFailure.BROKEN_BODY);
    }

    @Test
    void refuses_a_web_page() throws Exception {
        // Given
        server.behave(body("<html>please log in</html>".getBytes(US_ASCII)));

        // Then
        assertFails(FetchFailure.BROKEN_BODY);
    }

    @Test
    void reports_a_server_that_is_down() throws Exception {
        // When
        FetchResult result = fetcher(Duration.ofSeconds(60))
                .fetch(new DistributionPoint(URI.create("http://127.0.0.1:" + NOBODY + "/")), Validators.NONE);

        // Then
        assertThat(failure(result)).isEqualTo(FetchFailure.UNREACHABLE);
    }

    @Test
    void reports_its_own_disk() throws Exception {
        // Given
        server.behave(body(DER));
        HttpCrlFetcher fetcher =
                new HttpCrlFetcher(Set.of(), directory.resolve("missing"), MAX_BYTES, Duration.ofSeconds(60));

        // When
        FetchResult result = fetcher.fetch(server.point(), Validators.NONE);

        // Then
        assertThat(failure(result)).isEqualTo(FetchFailure.STORAGE);
    }

    private byte[] fetchedBytes() throws Exception {
        return Files.readAllBytes(((FetchResult.Fetched) fetch(Validators.NONE)).file());
    }

    private FetchResult fetch(Validators known) throws InterruptedException {
        return fetcher(Duration.ofSeconds(60)).fetch(server.point(), known);
    }

    private HttpCrlFetcher fetcher(Duration timeout) {
        return new HttpCrlFetcher(Set.of("configured.example"), directory, MAX_BYTES, timeout);
    }

    private void assertFails(FetchFailure failure) throws Exception {
        assertThat(failure(fetch(Validators.NONE))).isEqualTo(failure);
        assertNothingLeft();
    }

    /** A download that was given up deletes its file on its own thread, a moment later. */
    private void assertNothingLeft() {
        await(() -> leftovers().isEmpty());
    }

    private List<Path> leftovers() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FetchFailure failure(FetchResult result) {
        return ((FetchResult.Failed) result).failure();
    }

    private static byte[] response(int announced, int sent) {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes(("HTTP/1.1 200 OK\r\nContent-Length: " + announced + "\r\n\r\n").getBytes(US_ASCII));
        response.writeBytes(der(sent));
        return response.toByteArray();
    }

    private static byte[] der(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        bytes[0] = 0x30;
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
