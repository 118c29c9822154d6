package kcd.crl.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import kcd.crl.fetch.CrlFetcher;
import kcd.crl.fetch.DistributionPoint;
import kcd.pki.crl.CrlRefusal;
import kcd.pki.crl.CrlVerdict;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps all distribution points fresh, each on a virtual thread of its own. */
public final class RefreshLoop implements AutoCloseable {

    /** The longest sleep in one piece: after it the clock is looked at again, in case it jumped. */
    private static final Duration MAX_NAP = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(RefreshLoop.class);

    private final List<PointRefresh> points;
    private final CrlIntake intake;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();

    public RefreshLoop(
            List<DistributionPoint> points,
            CrlFetcher fetcher,
            CrlIntake intake,
            RefreshPlan plan,
            Clock clock,
            BiConsumer<DistributionPoint, RefreshOutcome> report) {
        this.intake = intake;
        this.clock = clock;
        this.points = points.stream()
                .map(point ->
                        new PointRefresh(point, fetcher, intake, plan, clock, RandomGenerator.getDefault(), report))
                .toList();
    }

    /**
     * Takes up the copies on disk, then asks every point once, all at the same time, and publishes what there is.
     *
     * @return the points that are of no use: no list that counts, neither from there nor from before; with the reason
     */
    public Map<DistributionPoint, String> firstRound() throws InterruptedException {
        Map<DistributionPoint, CrlVerdict> copies = recall();
        Map<DistributionPoint, String> unusable = new ConcurrentHashMap<>();
        List<Thread> attempts = points.stream()
                .map(refresh -> Thread.ofVirtual().name("first-crl").start(() -> {
                    String reason = firstAttempt(refresh);
                    if (!reason.isEmpty() && !isUsable(copies.get(refresh.point()))) {
                        unusable.put(refresh.point(), reason);
                    }
                }))
                .toList();
        for (Thread attempt : attempts) {
            attempt.join();
        }
        intake.open();
        return Map.copyOf(unusable);
    }

    private static String firstAttempt(PointRefresh refresh) {
        try {
            return refresh.attempt().reason();
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    /** Complete lists first, whatever order they come in: a delta is refused without its complete list, and asked again. */
    private Map<DistributionPoint, CrlVerdict> recall() {
        Map<DistributionPoint, CrlVerdict> verdicts = new ConcurrentHashMap<>();
        points.forEach(refresh -> recall(refresh.point(), verdicts));
        List<DistributionPoint> again = verdicts.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof CrlVerdict.Rejected(CrlRefusal refusal, String _)
                        && refusal == CrlRefusal.NO_BASE)
                .map(Map.Entry::getKey)
                .toList();
        again.forEach(point -> recall(point, verdicts));
        verdicts.forEach(RefreshLoop::logUseless);
        return verdicts;
    }

    private void recall(DistributionPoint point, Map<DistributionPoint, CrlVerdict> verdicts) {
        intake.recall(point).ifPresent(verdict -> verdicts.put(point, verdict));
    }

    private static void logUseless(DistributionPoint point, CrlVerdict copy) {
        if (copy instanceof CrlVerdict.Rejected rejected && !isUsable(copy)) {
            LOG.warnf(
                    "the copy of the list from %s does not count: %s: %s",
                    point, rejected.refusal(), rejected.detail());
        }
    }

    /** A copy that is merely older than another mirror's is as good as that. */
    private static boolean isUsable(@Nullable CrlVerdict copy) {
        return switch (copy) {
            case null -> false;
            case CrlVerdict.Accepted _, CrlVerdict.Unchanged _ -> true;
            case CrlVerdict.Rejected rejected -> rejected.refusal() == CrlRefusal.WENT_BACK;
        };
    }

    /** Keeps asking, from now on, until closed. */
    public synchronized void start() {
        for (PointRefresh refresh : points) {
            threads.add(Thread.ofVirtual().name("crl-refresh").start(() -> run(refresh)));
        }
    }

    private void run(PointRefresh refresh) {
        try {
            while (true) {
                pause(refresh.delay());
                attempt(refresh);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private static void attempt(PointRefresh refresh) throws InterruptedException {
        try {
            refresh.attempt();
        } catch (RuntimeException e) {
            // One point's surprise must not end its refreshing, nor that of the others.
            LOG.errorf(e, "unexpected failure while asking %s", refresh.point());
        }
    }

    /** Ends when the time has passed by either clock, so that no jump of the wall clock stops the refreshing. */
    private void pause(Duration delay) throws InterruptedException {
        Instant due = clock.instant().plus(delay);
        long start = System.nanoTime();
        long left = delay.toNanos();
        while (left > 0 && clock.instant().isBefore(due)) {
            Thread.sleep(Duration.ofNanos(Math.min(left, MAX_NAP.toNanos())));
            left = delay.toNanos() - (System.nanoTime() - start);
        }
    }

    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
    }
}
