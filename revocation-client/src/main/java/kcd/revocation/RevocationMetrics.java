package kcd.revocation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import kcd.pki.crl.CrlSnapshot;
import kcd.service.RevocationListMetrics;

/** What an administrator watches of revocation in a service that obeys it: the lists, the feed, and what was cut. */
public final class RevocationMetrics {

    private final RevocationSubscription subscription;
    private final Clock clock;
    private final RevocationListMetrics lists;
    private final Counter cut;
    private volatile double secondsToLastCut;

    RevocationMetrics(MeterRegistry registry, RevocationSubscription subscription, Clock clock) {
        this.subscription = subscription;
        this.clock = clock;
        this.lists = new RevocationListMetrics(registry, "kcd.revocation", subscription::current, clock);
        this.cut = Counter.builder("kcd.revocation.cut")
                .description("What new lists ended: at the edge open connections, at the broker users' tickets")
                .register(registry);
        TimeGauge.builder("kcd.revocation.last.cut", () -> secondsToLastCut, TimeUnit.SECONDS)
                .description("From the publication of the latest list that cut something to its last cut")
                .register(registry);
        TimeGauge.builder("kcd.revocation.feed.silence", this::silence, TimeUnit.SECONDS)
                .description("Since the feed gave a sign of life; -1 if it never did")
                .register(registry);
        Gauge.builder(
                        "kcd.revocation.feed.connected",
                        () -> subscription.trouble().isEmpty() ? 1 : 0)
                .description("1 while the feed lives")
                .register(registry);
    }

    private double silence() {
        return subscription.age().map(RevocationMetrics::seconds).orElse(-1.0);
    }

    void show(CrlSnapshot snapshot) {
        lists.show(snapshot);
    }

    /** Counts what the lists of now ended; call it when they did. */
    public void cut(int count) {
        if (count > 0) {
            cut.increment(count);
            subscription
                    .publishedAt()
                    .ifPresent(since -> secondsToLastCut = seconds(Duration.between(since, clock.instant())));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
