package kcd.crl.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import kcd.crl.config.CrlSettings;
import kcd.crl.fetch.CrlFetcher;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.fetch.PointUrl;
import kcd.pki.crl.CrlRefusal;
import kcd.pki.crl.CrlVerdict;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps all distribution points fresh, each on a virtual thread of its own. */
public final class RefreshLoop implements AutoCloseable {

    /** The longest sleep in one piece: after it the clock is looked at again, in case it jumped. */
    private static final Duration MAX_NAP = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(RefreshLoop.class);

    private final Function<DistributionPoint, PointRefresh> refreshes;
    private final UnaryOperator<Set<String>> follow;
    private final CrlIntake intake;
    private final Clock clock;
    private final Duration nap;
    private final Map<DistributionPoint, PointRefresh> points = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean started;

    /** Grows with every demand to ask at once; guarded by the lock. */
    private long demands;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();

    /**
     * @param points to ask, all of which must be of use at the start
     * @param follow which of the points that accepted lists name for their deltas are asked too
     */
    public RefreshLoop(
            List<DistributionPoint> points,
            UnaryOperator<Set<String>> follow,
            CrlFetcher fetcher,
            CrlIntake intake,
            RefreshPlan plan,
            Clock clock,
            BiConsumer<DistributionPoint, RefreshOutcome> report) {
        this(points, follow, fetcher, intake, plan, clock, report, MAX_NAP);
    }

    /** @param nap the longest sleep in one piece */
    RefreshLoop(
            List<DistributionPoint> points,
            UnaryOperator<Set<String>> follow,
            CrlFetcher fetcher,
            CrlIntake intake,
            RefreshPlan plan,
            Clock clock,
            BiConsumer<DistributionPoint, RefreshOutcome> report,
            Duration nap) {
        this.nap = nap;
        this.follow = follow;
        this.intake = intake;
        this.clock = clock;
        this.refreshes =
                point -> new PointRefresh(point, fetcher, intake, plan, clock, RandomGenerator.getDefault(), report);
        points.forEach(point -> this.points.put(point, refreshes.apply(point)));
    }

    /**
     * Takes up the copies on disk, then asks every point once, all at the same time, and publishes what there is. The points
     * that accepted lists name for their deltas come second, and nothing depends on them.
     *
     * @return the points that are of no use: no list that counts, neither from there nor from before; with the reason
     */
    public Map<DistributionPoint, String> firstRound() throws InterruptedException {
        Map<DistributionPoint, CrlVerdict> copies = recall();
        Map<DistributionPoint, String> unusable = askAll(points());
        unusable.keySet().removeIf(point -> isUsable(copies.get(point)));
        List<PointRefresh> discovered = discover();
        discovered.forEach(refresh -> recall(refresh.point(), copies));
        askAll(discovered);
        intake.open();
        return Map.copyOf(unusable);
    }

    /** Asks all of them once, at the same time; the reason of each that failed. */
    private static Map<DistributionPoint, String> askAll(List<PointRefresh> asked) throws InterruptedException {
        Map<DistributionPoint, String> failures = new ConcurrentHashMap<>();
        List<Thread> attempts = asked.stream()
                .map(refresh -> Thread.ofVirtual().name("first-crl").start(() -> {
                    String reason = firstAttempt(refresh);
                    if (!reason.isEmpty()) {
                        failures.put(refresh.point(), reason);
                    }
                }))
                .toList();
        for (Thread attempt : attempts) {
            attempt.join();
        }
        return failures;
    }

    private synchronized List<PointRefresh> points() {
        return List.copyOf(points.values());
    }

    /** Takes in the points that lists in force name for their deltas, and were not known. */
    private synchronized List<PointRefresh> discover() {
        List<PointRefresh> discovered = new ArrayList<>();
        for (String name : follow.apply(intake.freshest())) {
            Optional<DistributionPoint> point = PointUrl.parse(name).map(DistributionPoint::new);
            if (point.isPresent()
                    && points.size() < CrlSettings.MAX_DISTRIBUTION_POINTS
                    && !points.containsKey(point.get())) {
                LOG.infof("a list in force says that its deltas are at %s, which is asked from now on", point.get());
                PointRefresh refresh = refreshes.apply(point.get());
                points.put(point.get(), refresh);
                discovered.add(refresh);
            }
        }
        return discovered;
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
        points().forEach(refresh -> recall(refresh.point(), verdicts));
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
        started = true;
        points.values().forEach(this::start);
    }

    private void start(PointRefresh refresh) {
        threads.add(Thread.ofVirtual().name("crl-refresh").start(() -> run(refresh)));
    }

    /** Takes up the copies on disk once more and asks every point at once, because what counts has changed. */
    public void askNow() {
        recall();
        lock.lock();
        try {
            demands++;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(PointRefresh refresh) {
        try {
            while (true) {
                if (pause(refresh.delay())) {
                    refresh.forget();
                }
                attempt(refresh);
                startDiscovered();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private synchronized void startDiscovered() {
        List<PointRefresh> discovered = discover();
        if (started) {
            discovered.forEach(this::start);
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

    /**
     * Ends when the time has passed by either clock, so that no jump of the wall clock stops the refreshing.
     *
     * @return whether it ended before, by a demand to ask at once
     */
    private boolean pause(Duration delay) throws InterruptedException {
        Instant due = clock.instant().plus(delay);
        long start = System.nanoTime();
        long left = delay.toNanos();
        lock.lockInterruptibly();
        try {
            long before = demands;
            while (left > 0 && demands == before && clock.instant().isBefore(due)) {
                long _ = wake.awaitNanos(Math.min(left, nap.toNanos()));
                left = delay.toNanos() - (System.nanoTime() - start);
            }
            return demands != before;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
    }
}
