package kcd.crl.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.publish.CrlBoard;
import kcd.crl.publish.FeedGrpcService;
import kcd.crl.refresh.RefreshOutcome;
import kcd.pki.crl.CrlSnapshot;
import kcd.service.RevocationListMetrics;

/**
 * What an administrator watches. The ones to alarm on are {@code kcd_crl_alarm}, 1 from half of a list's validity on, and
 * {@code kcd_crl_point_failures}: a point that delivers nothing, or nothing that counts.
 */
public final class CrlMetrics {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<Attempt, LongAdder> attempts = new ConcurrentHashMap<>();
    private final Map<DistributionPoint, AtomicInteger> failures = new ConcurrentHashMap<>();

    public CrlMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Shows the board's lists, each as it changes. */
    public void watch(CrlBoard board) {
        board.onPublish(new RevocationListMetrics(registry, "kcd.crl", board::current, clock)::show);
    }

    /** Shows how many subscribers there are, and how many of them are not up to date. */
    public void watch(FeedGrpcService feed, CrlBoard board) {
        Gauge.builder("kcd.crl.subscribers", feed, f -> f.subscriberVersions().size())
                .description("Edges and brokers subscribed")
                .register(registry);
        Gauge.builder("kcd.crl.subscribers.behind", feed, f -> behind(f, board))
                .description("Subscribers that were not yet sent the version in force")
                .register(registry);
        MultiGauge versions = MultiGauge.builder("kcd.crl.subscriber.version")
                .description("The version that a subscriber was sent last")
                .register(registry);
        feed.onChange(() -> versions.register(
                feed.subscriptions().stream()
                        .map(subscription -> Row.of(
                                Tags.of("subscriber", subscription.name()),
                                subscription.version(),
                                LongSupplier::getAsLong))
                        .toList(),
                true));
    }

    private static long behind(FeedGrpcService feed, CrlBoard board) {
        long current = board.current().map(CrlSnapshot::version).orElse(0L);
        return feed.subscriberVersions().stream()
                .filter(version -> version != current)
                .count();
    }

    /**
     * Counts an attempt at a distribution point. The counts are ours and the registry only reads them: the first attempts
     * may be over before the framework has connected the registry to anything.
     */
    public void attempted(DistributionPoint point, RefreshOutcome outcome) {
        attempts.computeIfAbsent(new Attempt(point, outcome.label()), this::counted)
                .increment();
        AtomicInteger inARow = failures.computeIfAbsent(point, this::shown);
        inARow.set(outcome.success() ? 0 : inARow.get() + 1);
    }

    private AtomicInteger shown(DistributionPoint point) {
        AtomicInteger inARow = new AtomicInteger();
        Gauge.builder("kcd.crl.point.failures", inARow, AtomicInteger::get)
                .description("Attempts in a row that brought no list that counts; 0 is good")
                .tag("point", point.toString())
                .strongReference(true)
                .register(registry);
        return inARow;
    }

    private LongAdder counted(Attempt attempt) {
        LongAdder count = new LongAdder();
        FunctionCounter.builder("kcd.crl.fetches", count, LongAdder::sum)
                .description("Attempts to get a list, by their result")
                .tags("point", attempt.point().toString(), "result", attempt.result())
                .register(registry);
        return count;
    }

    private record Attempt(DistributionPoint point, String result) {}
}
