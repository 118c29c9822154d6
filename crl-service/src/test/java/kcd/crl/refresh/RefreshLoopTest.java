package kcd.crl.refresh;

import static kcd.crl.Await.await;
import static kcd.crl.fetch.FakeDistributionPoint.body;
import static kcd.crl.fetch.FakeDistributionPoint.status;
import static kcd.crl.fetch.FakeDistributionPoint.tagged;
import static kcd.pki.crl.CrlWorkshop.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kcd.crl.fetch.CrlFetcher;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.fetch.FakeDistributionPoint;
import kcd.crl.fetch.FetchFailure;
import kcd.crl.fetch.FetchResult;
import kcd.crl.fetch.HttpCrlFetcher;
import kcd.crl.publish.CrlBoard;
import kcd.crl.store.CrlStore;
import kcd.pki.crl.CrlAcceptance;
import kcd.pki.crl.CrlBounds;
import kcd.pki.crl.CrlIssuer;
import kcd.pki.crl.CrlNumber;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.CrlVerdict;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.SerialNumber;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way of a list from its web server to the board, with every fault on it. */
class RefreshLoopTest {

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path directory;

    private final CrlWorkshop ca = CrlWorkshop.named("Users CA");
    private final CrlWorkshop other = CrlWorkshop.named("Partners CA");
    private final FakeDistributionPoint server = new FakeDistributionPoint();
    private final List<RefreshOutcome> outcomes = new CopyOnWriteArrayList<>();
    private CrlBoard board;
    private CrlIntake intake;

    @BeforeEach
    void newProcess() {
        board = new CrlBoard(CLOCK);
        intake = new CrlIntake(
                new CrlAcceptance(List.of(ca.issuer(), other.issuer()), CrlBounds.DEFAULT, Duration.ofMinutes(5)),
                new CrlStore(directory),
                board,
                CLOCK);
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void publishes_what_the_first_round_brings_as_one_version() throws Exception {
        // Given
        server.behave(exchange -> body(exchange.getRequestURI().getPath().equals("/other.crl")
                        ? other.crl(1, 7)
                        : ca.crl(1, 42))
                .answer(exchange));

        // When
        Map<DistributionPoint, String> unusable =
                loop(server.point(), server.point("/other.crl")).firstRound();

        // Then
        assertThat(unusable).isEmpty();
        assertThat(board.current().orElseThrow().lists()).hasSize(2);
        assertThat(isRevoked(ca, 42)).isTrue();
        assertThat(isRevoked(other, 7)).isTrue();
    }

    @Test
    void names_a_point_that_is_down_at_the_first_start() throws Exception {
        // Given
        server.behave(status(500));

        // When
        Map<DistributionPoint, String> unusable = loop(server.point()).firstRound();

        // Then
        assertThat(unusable).containsOnlyKeys(server.point());
        assertThat(unusable.get(server.point())).startsWith("HTTP_STATUS: HTTP status 500");
        assertThat(board.current()).isEmpty();
    }

    @Test
    void starts_from_the_copy_when_the_point_is_down() throws Exception {
        // Given
        server.behave(body(ca.crl(5, 42)));
        loop(server.point()).firstRound();
        newProcess();
        server.behave(status(503));

        // When
        Map<DistributionPoint, String> unusable = loop(server.point()).firstRound();

        // Then
        assertThat(unusable).isEmpty();
        assertThat(isRevoked(ca, 42)).isTrue();
    }

    @Test
    void does_not_believe_a_copy_that_was_tampered_with() throws Exception {
        // Given
        server.behave(body(ca.crl(5, 42)));
        loop(server.point()).firstRound();
        newProcess();
        Path copy = onlyFile();
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length - 5] ^= 1;
        Files.write(copy, bytes);
        server.behave(status(503));

        // When
        Map<DistributionPoint, String> unusable = loop(server.point()).firstRound();

        // Then
        assertThat(unusable).containsOnlyKeys(server.point());
        assertThat(board.current()).isEmpty();
    }

    @Test
    void takes_up_a_delta_copy_after_its_complete_list_in_whatever_order_they_are_named() throws Exception {
        // Given
        server.behave(exchange -> body(exchange.getRequestURI().getPath().equals("/delta.crl")
                        ? ca.delta(5, 6, new long[] {43})
                        : ca.crl(5, 42))
                .answer(exchange));
        loop(server.point()).firstRound();
        PointRefresh delta = refresh(server.point("/delta.crl"));
        delta.attempt();
        newProcess();
        server.behave(status(503));

        // When
        Map<DistributionPoint, String> unusable =
                loop(server.point("/delta.crl"), server.point()).firstRound();

        // Then
        assertThat(unusable).isEmpty();
        assertThat(isRevoked(ca, 42)).isTrue();
        assertThat(isRevoked(ca, 43)).isTrue();
    }

    @Test
    void keeps_the_old_list_through_every_kind_of_bad_answer() throws Exception {
        // Given
        byte[] good = ca.crl(5, 42);
        server.behave(body(good));
        PointRefresh refresh = refresh(server.point());
        refresh.attempt();
        intake.open();
        byte[] forged = CrlWorkshop.named("Users CA").crl(9);
        byte[] broken = ca.crl(9);
        broken[broken.length - 1] ^= 1;
        List<FakeDistributionPoint.Behaviour> bad = List.of(
                status(500),
                body(new byte[] {0x30, 0x03, 1, 2, 3}),
                body(forged),
                body(broken),
                body(ca.crl(4)),
                body(ca.crl(9, NOW.plus(Duration.ofHours(1)))),
                body(ca.delta(7, 8, new long[] {1})));

        // When
        for (FakeDistributionPoint.Behaviour behaviour : bad) {
            server.behave(behaviour);
            refresh.attempt();
        }

        // Then
        assertThat(outcomes)
                .extracting(RefreshOutcome::label)
                .containsExactly(
                        "updated",
                        "http_status",
                        "malformed",
                        "other_key",
                        "bad_signature",
                        "went_back",
                        "from_the_future",
                        "no_base");
        assertThat(isRevoked(ca, 42)).isTrue();
        assertThat(onlyFile()).hasBinaryContent(good);
    }

    @Test
    void publishes_a_newer_list_as_a_new_version() throws Exception {
        // Given
        server.behave(body(ca.crl(5, 42)));
        PointRefresh refresh = refresh(server.point());
        refresh.attempt();
        intake.open();
        CrlSnapshot before = board.current().orElseThrow();

        // When
        server.behave(body(ca.crl(6, 42, 43)));
        refresh.attempt();

        // Then
        assertThat(board.current().orElseThrow().version()).isGreaterThan(before.version());
        assertThat(isRevoked(ca, 43)).isTrue();
    }

    @Test
    void asks_conditionally_only_for_a_list_that_counted() throws Exception {
        // Given
        PointRefresh refresh = refresh(server.point());
        server.behave(tagged("\"bad\"", CrlWorkshop.named("Stranger").crl(1)));
        refresh.attempt();
        refresh.attempt();

        // When
        server.behave(tagged("\"good\"", ca.crl(1, 42)));
        refresh.attempt();
        refresh.attempt();

        // Then
        assertThat(outcomes)
                .extracting(RefreshOutcome::label)
                .containsExactly("unknown_issuer", "unknown_issuer", "updated", "current");
    }

    @Test
    void retries_soon_after_failures_and_goes_halfway_to_next_update_after_a_success() throws Exception {
        // Given
        PointRefresh refresh = refresh(server.point());

        // When
        refresh.attempt();
        Duration afterFailure = refresh.delay();
        server.behave(body(ca.crl(1, NOW.minus(Duration.ofHours(12)))));
        refresh.attempt();
        Duration afterSuccess = refresh.delay();

        // Then
        assertThat(afterFailure).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
        assertThat(afterSuccess).isBetween(Duration.ofMinutes(288), Duration.ofMinutes(360));
    }

    @Test
    void puts_a_list_in_force_even_if_the_disk_does_not_take_its_copy() throws Exception {
        // Given
        Path elsewhere = Files.createDirectory(directory.resolve("downloads"));
        CrlStore lost = new CrlStore(directory.resolve("not-there"));
        intake = new CrlIntake(
                new CrlAcceptance(List.of(ca.issuer()), CrlBounds.DEFAULT, Duration.ofMinutes(5)), lost, board, CLOCK);
        Path download = Files.write(elsewhere.resolve("download"), ca.crl(1, 42));

        // When
        intake.take(server.point(), download);
        intake.open();

        // Then
        assertThat(isRevoked(ca, 42)).isTrue();
    }

    @Test
    void goes_on_asking_after_an_unforeseen_failure() throws Exception {
        // Given
        List<String> asked = new CopyOnWriteArrayList<>();
        CrlFetcher surprising = (point, known) -> {
            asked.add("once more");
            if (asked.size() == 2) {
                throw new IllegalStateException("nobody thought of this");
            }
            return new FetchResult.Failed(FetchFailure.UNREACHABLE, "down");
        };
        RefreshPlan impatient = new RefreshPlan(Duration.ofMillis(5));

        // When
        try (RefreshLoop loop = new RefreshLoop(
                List.of(server.point()),
                _ -> Set.of(),
                surprising,
                intake,
                impatient,
                Clock.systemUTC(),
                (point, outcome) -> {})) {
            loop.firstRound();
            loop.start();

            // Then
            await(() -> asked.size() >= 4);
        }
    }

    @Test
    void asks_where_a_list_says_that_its_deltas_are() throws Exception {
        // Given
        String freshest = server.point("/delta.crl").toString();
        byte[] complete = ca.crl(NOW, NOW.plus(Duration.ofDays(1)), list -> {
            CrlWorkshop.number(list, 1);
            CrlWorkshop.extension(list, Extension.freshestCRL, false, points(freshest));
        });
        byte[] delta = ca.delta(1, 50, new long[] {7});
        server.behave(exchange ->
                (exchange.getRequestURI().getPath().equals("/ca.crl") ? body(complete) : body(delta)).answer(exchange));

        // When
        Map<DistributionPoint, String> unusable = loop(server.point()).firstRound();

        // Then
        assertThat(unusable).isEmpty();
        assertThat(server.requests()).containsExactly("/ca.crl", "/delta.crl");
        assertThat(isRevoked(ca, 7)).isTrue();
    }

    private static CRLDistPoint points(String uri) {
        GeneralNames name = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        return new CRLDistPoint(new org.bouncycastle.asn1.x509.DistributionPoint[] {
            new org.bouncycastle.asn1.x509.DistributionPoint(new DistributionPointName(name), null, null)
        });
    }

    @Test
    void asks_again_at_once_when_other_issuers_count_and_drops_what_is_of_none_of_them() throws Exception {
        // Given
        server.behave(exchange -> (exchange.getRequestURI().getPath().equals("/ca.crl")
                        ? body(ca.crl(1, 7))
                        : body(other.crl(1, 8)))
                .answer(exchange));
        intake.judgeBy(new CrlAcceptance(List.of(ca.issuer()), CrlBounds.DEFAULT, Duration.ofMinutes(5)));
        try (RefreshLoop loop = loop(server.point(), server.point("/other.crl"))) {
            loop.firstRound();
            loop.start();
            assertThat(isRevoked(other, 8)).isFalse();

            // When
            intake.judgeBy(new CrlAcceptance(List.of(other.issuer()), CrlBounds.DEFAULT, Duration.ofMinutes(5)));
            loop.askNow();

            // Then
            await(() -> isRevoked(other, 8));
            assertThat(board.current().orElseThrow().list(ca.id())).isEmpty();
        }
    }

    @Test
    void takes_back_what_a_signer_said_that_is_not_trusted_any_more_and_takes_up_the_copy_from_before()
            throws Exception {
        // Given
        CertificateWorkshop workshop = CertificateWorkshop.at(NOW);
        TestCa users = workshop.root("Users CA");
        TestCa delegate =
                users.intermediateBuilder("Users CA").keyUsage(KeyUsage.cRLSign).issueCa();
        CrlIssuer own = CrlIssuer.of(users.certificate());
        CrlIssuer signer = CrlIssuer.delegated(users.certificate(), delegate.certificate());
        byte[] truth = users.crl().number(7).revoke(BigInteger.valueOf(42)).issue();
        server.behave(body(truth));
        IssuerId id = IssuerId.of(users.certificate());
        intake.judgeBy(new CrlAcceptance(List.of(own, signer), CrlBounds.DEFAULT, Duration.ofMinutes(5)));
        try (RefreshLoop loop = loop(server.point())) {
            loop.firstRound();
            Path download = Files.write(
                    directory.resolve("forged.part"), delegate.crl().number(999).issue());
            assertThat(intake.take(server.point("/forged.crl"), download)).isInstanceOf(CrlVerdict.Accepted.class);

            // When
            intake.judgeBy(new CrlAcceptance(List.of(own), CrlBounds.DEFAULT, Duration.ofMinutes(5)));

            // Then
            assertThat(board.current().orElseThrow().list(id)).isEmpty();

            // When
            loop.askNow();

            // Then
            assertThat(board.current()
                            .orElseThrow()
                            .list(id)
                            .orElseThrow()
                            .state()
                            .number())
                    .isEqualTo(CrlNumber.of(7));
        }
    }

    /** Forwards past the due time, and backwards so far that it would never come. */
    @ParameterizedTest
    @CsvSource({"PT48H, PT24H", "PT-48H, PT0.05S"})
    void keeps_asking_when_the_wall_clock_jumps(Duration jump, Duration interval) throws Exception {
        // Given
        MovableClock clock = new MovableClock();
        List<String> asked = new CopyOnWriteArrayList<>();
        CrlFetcher nothingNew = (point, known) -> {
            asked.add("once more");
            return new FetchResult.NotModified();
        };
        try (RefreshLoop loop = new RefreshLoop(
                List.of(server.point()),
                _ -> Set.of(),
                nothingNew,
                intake,
                new RefreshPlan(interval),
                clock,
                (point, outcome) -> {},
                Duration.ofMillis(10))) {
            loop.firstRound();
            loop.start();
            clock.awaitReads(10); // It is waiting by then.

            // When
            clock.jump(jump);

            // Then
            await(() -> asked.size() >= 2);
        }
    }

    private RefreshLoop loop(DistributionPoint... points) {
        return new RefreshLoop(
                List.of(points),
                names -> names,
                fetcher(),
                intake,
                plan(),
                CLOCK,
                (point, outcome) -> outcomes.add(outcome));
    }

    private PointRefresh refresh(DistributionPoint point) {
        return new PointRefresh(
                point,
                fetcher(),
                intake,
                plan(),
                CLOCK,
                RandomGenerator.getDefault(),
                (asked, outcome) -> outcomes.add(outcome));
    }

    private HttpCrlFetcher fetcher() {
        return new HttpCrlFetcher(Set.of(), directory, 1 << 20, Duration.ofSeconds(20));
    }

    private static RefreshPlan plan() {
        return new RefreshPlan(Duration.ofDays(1));
    }

    private boolean isRevoked(CrlWorkshop issuer, long serial) {
        IssuerId id = issuer.id();
        return board.current()
                .flatMap(snapshot -> snapshot.list(id))
                .map(list -> list.serials().contains(SerialNumber.of(BigInteger.valueOf(serial))))
                .orElse(false);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    /** A wall clock that somebody sets. */
    private static final class MovableClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
        private final AtomicLong reads = new AtomicLong();

        void jump(Duration jump) {
            now.updateAndGet(instant -> instant.plus(jump));
        }

        void awaitReads(int more) {
            long until = reads.get() + more;
            await(() -> reads.get() >= until);
        }

        @Override
        public Instant instant() {
            reads.incrementAndGet();
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
