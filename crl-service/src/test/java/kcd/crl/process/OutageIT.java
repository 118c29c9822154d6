package kcd.crl.process;

import static kcd.crl.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.crl.fetch.FakeDistributionPoint;
import kcd.lab.process.FreePorts;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.crl.SerialNumber;
import kcd.pki.revocation.RevocationChecker;
import kcd.pki.revocation.RevocationPolicy;
import kcd.pki.revocation.RevocationStatus;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;
import kcd.revocation.RevocationFeed;
import kcd.revocation.RevocationSettings;
import kcd.service.HotMtls;
import kcd.service.MtlsSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** crl-service as it is shipped: killed, brought back with yesterday's copy, without its CA, without room on its disk. */
class OutageIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration OUTAGE = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private final CrlWorkshop ca = CrlWorkshop.named("Users CA");
    private final FakeDistributionPoint server = new FakeDistributionPoint();
    private int port;
    private int management;
    private final Map<String, String> settings = new HashMap<>();
    private HotMtls edge;

    @BeforeEach
    void files() throws IOException {
        List<Integer> ports = FreePorts.find(2);
        port = ports.getFirst();
        management = ports.getLast();
        TestCa mesh = CertificateWorkshop.now().root("Deployment CA");
        Path trust = mesh.writeCertificate(directory, "mesh");
        var own = mesh.service("crl-service", "localhost", "127.0.0.1").writePem(directory, "crl-service");
        var edgeFiles = mesh.service("edge-proxy", "localhost").writePem(directory, "edge");
        edge = HotMtls.watch(
                new MtlsSettings(edgeFiles.certificate(), edgeFiles.privateKey(), trust),
                Clock.systemUTC(),
                Duration.ofMinutes(1));
        Files.writeString(issuers(), Pem.of(ca.certificate()));
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.ssl-port", String.valueOf(port));
        settings.put("quarkus.management.host", "127.0.0.1");
        settings.put("quarkus.management.port", String.valueOf(management));
        settings.put("kcd.mtls.certificate", own.certificate().toString());
        settings.put("kcd.mtls.private-key", own.privateKey().toString());
        settings.put("kcd.mtls.trust-store", trust.toString());
        settings.put("kcd.crl.issuers", issuers().toString());
        settings.put("kcd.crl.distribution-points", server.point().toString());
        settings.put("kcd.crl.directory", directory.resolve("crls").toString());
    }

    @AfterEach
    void stop() {
        edge.close();
        server.close();
    }

    /** Ten minutes without the service are ten minutes on the edge's clock here, and none of ours. */
    @Test
    void an_edge_goes_on_checking_while_the_service_is_dead_and_takes_no_older_word_from_the_one_that_comes_back()
            throws Exception {
        publish(1, 41);
        try (RevocationFeed feed = feed()) {
            CrlServiceProcess first = CrlServiceProcess.start(settings, directory.resolve("first.log"), "");
            try (first) {
                feed.start(() -> {});
                await(() -> isRevoked(feed, 41));
                // It is in force a moment before its copy is on disk.
                await(() -> copy().isPresent());
                Path old = Files.copy(copy().orElseThrow(), directory.resolve("yesterday"));
                publish(2, 41, 42);
                nudge();
                await(() -> isRevoked(feed, 42));

                // When: it dies, and its disk comes back from yesterday's backup, while the CA is down
                first.kill();
                Files.move(old, copy().orElseThrow(), StandardCopyOption.REPLACE_EXISTING);
            }
            RevocationChecker later = new RevocationChecker(
                    feed::current, RevocationPolicy.REJECT, Clock.offset(Clock.systemUTC(), OUTAGE));

            // Then: what was known stays known
            assertThat(later.check(ca.id(), serial(42), Optional::empty)).isInstanceOf(RevocationStatus.Revoked.class);
            assertThat(later.check(ca.id(), serial(43), Optional::empty)).isInstanceOf(RevocationStatus.Good.class);
            server.behave(FakeDistributionPoint.status(503));
            try (CrlServiceProcess second = CrlServiceProcess.start(settings, directory.resolve("second.log"), "")) {
                await(() -> metric("kcd_crl_version").matches("[1-9].*"));
                await(() -> feed.trouble().orElse("").contains("goes back"));
                assertThat(isRevoked(feed, 42)).isTrue();

                // When: the CA is back
                publish(3, 41, 42, 43);
                nudge();

                // Then
                await(() -> isRevoked(feed, 43));
                await(() -> second.log().contains("a new list is in force"));
            }
        }
    }

    @Test
    void without_its_ca_a_first_start_ends_or_waits_as_configured() throws Exception {
        server.behave(FakeDistributionPoint.status(500));
        try (CrlServiceProcess strict = CrlServiceProcess.start(settings, directory.resolve("strict.log"), "")) {
            assertThat(strict.exitCode()).isEqualTo(3);
            assertThat(strict.log()).contains("HTTP status 500").contains("fail-start-on-download-failure");
        }
        settings.put("kcd.crl.fail-start-on-download-failure", "false");
        try (CrlServiceProcess patient = CrlServiceProcess.start(settings, directory.resolve("patient.log"), "");
                RevocationFeed feed = feed()) {
            feed.start(() -> {});
            await(() -> get("/q/health/ready").contains("none accepted yet"));
            assertThat(feed.isReady()).isFalse();

            // When
            publish(1, 42);

            // Then: by its own retry, seconds later
            await(() -> isRevoked(feed, 42));
            await(() -> get("/q/health/ready").contains("\"status\": \"UP\""));
        }
    }

    /** A limit on the size of its files stands for the full disk; the kernel refuses the write as it would there. */
    @Test
    void a_full_disk_costs_the_new_list_and_nothing_else() throws Exception {
        publish(1, 42);
        try (CrlServiceProcess service =
                        CrlServiceProcess.start(settings, directory.resolve("full.log"), "ulimit -f 24;");
                RevocationFeed feed = feed()) {
            feed.start(() -> {});
            await(() -> isRevoked(feed, 42));

            // When
            server.behave(FakeDistributionPoint.body(ca.large(2, 2_000, 1)));
            nudge();

            // Then
            await(() -> service.log().contains("STORAGE"));
            assertThat(isRevoked(feed, 42)).isTrue();
            assertThat(feed.trouble()).isEmpty();
            try (var left = Files.list(directory.resolve("crls"))) {
                assertThat(left).noneMatch(file -> file.toString().endsWith(".part"));
            }

            // When: a list that fits
            publish(3, 42, 43);
            nudge();

            // Then
            await(() -> isRevoked(feed, 43));
        }
    }

    private RevocationFeed feed() {
        return RevocationFeed.connect(
                new RevocationSettings("localhost", port, RevocationPolicy.REJECT),
                edge.key(),
                edge.trust(),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    private boolean isRevoked(RevocationFeed feed, long number) {
        return feed.checker().check(ca.id(), serial(number), Optional::empty) instanceof RevocationStatus.Revoked;
    }

    private static SerialNumber serial(long number) {
        return SerialNumber.of(BigInteger.valueOf(number));
    }

    private void publish(long number, long... serials) {
        byte[] list = ca.crl(number, Instant.now().minusSeconds(3600).plusSeconds(number), serials);
        server.behave(FakeDistributionPoint.tagged("\"" + number + "\"", list));
    }

    private Path issuers() {
        return directory.resolve("issuers.pem");
    }

    /** New words in the issuers' file have every point asked at once. */
    private void nudge() throws IOException {
        Files.writeString(issuers(), Files.readString(issuers()) + "\n");
    }

    private Optional<Path> copy() {
        try (var files = Files.list(directory.resolve("crls"))) {
            return files.filter(file -> file.toString().endsWith(".crl")).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String metric(String name) {
        return get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** What the management port says; nothing while nobody answers. */
    private String get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI url = URI.create("http://127.0.0.1:" + management + path);
            return client.send(
                            HttpRequest.newBuilder(url).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
