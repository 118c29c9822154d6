package kcd.crl.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.publish.CrlBoard;
import kcd.crl.publish.FeedGrpcService;
import kcd.crl.refresh.RefreshOutcome;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.RevocationList;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator watches. The one to alarm on is {@code kcd_crl_next_update_seconds}: below zero a CA's list is
 * stale, and users of that CA are refused wherever the policy is to reject.
 */
public final class CrlMetrics {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<Attempt, LongAdder> attempts = new ConcurrentHashMap<>();

    public CrlMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Shows the board's lists, each as it changes. */
    public void watch(CrlBoard board) {
        Gauge.builder(
                        "kcd.crl.version",
                        board,
                        b -> b.current().map(CrlSnapshot::version).orElse(0L))
                .description("Version of the snapshot in force, 0 before the first")
                .register(registry);
        Gauge.builder(
                        "kcd.crl.retained",
                        board,
                        b -> b.current().map(CrlSnapshot::retainedBytes).orElse(0L))
                .description("Memory that the serial numbers take")
                .baseUnit("bytes")
                .register(registry);
        MultiGauge entries = perList("kcd.crl.entries", "Revoked certificates in a CA's list", null);
        MultiGauge age = perList("kcd.crl.age", "Time since a list's thisUpdate", "seconds");
        MultiGauge nextUpdate =
                perList("kcd.crl.next.update", "Time to a list's nextUpdate; below 0: stale", "seconds");
        board.onPublish(snapshot -> {
            show(entries, snapshot, list -> list.state().entries());
            show(age, snapshot, list -> secondsUntil(list.state().thisUpdate()) * -1);
            show(nextUpdate, snapshot, list -> secondsUntil(list.state().nextUpdate()));
        });
    }

    private MultiGauge perList(String name, String description, @Nullable String unit) {
        return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
    }

    private static void show(MultiGauge gauge, CrlSnapshot snapshot, ToDoubleFunction<RevocationList> value) {
        gauge.register(
                snapshot.lists().stream()
                        .map(list -> Row.of(Tags.of("issuer", list.issuer().toString()), list, value))
                        .toList(),
                true);
    }

    private double secondsUntil(Instant instant) {
        return Duration.between(clock.instant(), instant).toSeconds();
    }

    /** Shows how many subscribers there are, and how many of them are not up to date. */
    public void watch(FeedGrpcService feed, CrlBoard board) {
        Gauge.builder("kcd.crl.subscribers", feed, f -> f.subscriberVersions().size())
                .description("Edges and brokers subscribed")
                .register(registry);
        Gauge.builder("kcd.crl.subscribers.behind", feed, f -> behind(f, board))
                .description("Subscribers that were not yet sent the version in force")
                .register(registry);
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
