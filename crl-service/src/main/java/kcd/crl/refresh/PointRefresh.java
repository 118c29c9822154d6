package kcd.crl.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import kcd.crl.fetch.CrlFetcher;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.fetch.FetchResult;
import kcd.crl.fetch.Validators;
import kcd.pki.crl.CrlVerdict;
import org.jboss.logging.Logger;

/** One distribution point over time: what it said last, and when to ask again. Used by one thread at a time. */
final class PointRefresh {

    private static final Logger LOG = Logger.getLogger(PointRefresh.class);

    private final DistributionPoint point;
    private final CrlFetcher fetcher;
    private final CrlIntake intake;
    private final RefreshPlan plan;
    private final Clock clock;
    private final RandomGenerator random;
    private final BiConsumer<DistributionPoint, RefreshOutcome> report;

    /** Only of a list that counts: a server must not talk us out of asking again for one that we refused. */
    private Validators validators = Validators.NONE;

    private Optional<Instant> nextUpdate = Optional.empty();
    private int failures;

    PointRefresh(
            DistributionPoint point,
            CrlFetcher fetcher,
            CrlIntake intake,
            RefreshPlan plan,
            Clock clock,
            RandomGenerator random,
            BiConsumer<DistributionPoint, RefreshOutcome> report) {
        this.point = point;
        this.fetcher = fetcher;
        this.intake = intake;
        this.plan = plan;
        this.clock = clock;
        this.random = random;
        this.report = report;
    }

    DistributionPoint point() {
        return point;
    }

    /** Asks once, and does what follows from the answer. */
    RefreshOutcome attempt() throws InterruptedException {
        RefreshOutcome outcome = switch (fetcher.fetch(point, validators)) {
            case FetchResult.Fetched fetched -> judged(fetched);
            case FetchResult.NotModified _ -> new RefreshOutcome.Current();
            case FetchResult.Failed failed -> new RefreshOutcome.FetchFailed(failed.failure(), failed.detail());
        };
        failures = outcome.success() ? 0 : failures + 1;
        log(outcome);
        report.accept(point, outcome);
        return outcome;
    }

    /** Has the next attempt ask for the whole list: the one that the point gave last may not count any more. */
    void forget() {
        validators = Validators.NONE;
    }

    private RefreshOutcome judged(FetchResult.Fetched fetched) {
        CrlVerdict verdict = intake.take(point, fetched.file());
        Optional<Instant> next = intake.nextUpdate(verdict);
        return switch (verdict) {
            case CrlVerdict.Accepted _ -> good(fetched, next, new RefreshOutcome.Updated());
            case CrlVerdict.Unchanged _ -> good(fetched, next, new RefreshOutcome.Current());
            case CrlVerdict.Rejected rejected -> new RefreshOutcome.Refused(rejected.refusal(), rejected.detail());
        };
    }

    private RefreshOutcome good(FetchResult.Fetched fetched, Optional<Instant> next, RefreshOutcome outcome) {
        validators = fetched.validators();
        nextUpdate = next;
        return outcome;
    }

    private void log(RefreshOutcome outcome) {
        switch (outcome) {
            case RefreshOutcome.Updated _ -> LOG.infof("a new list is in force from %s", point);
            case RefreshOutcome.Current _ -> LOG.debugf("no news from %s", point);
            case RefreshOutcome.FetchFailed _, RefreshOutcome.Refused _ ->
                LOG.warnf("no list from %s (attempt %d in a row): %s", point, failures, outcome.reason());
        }
    }

    /** How long to wait before the next attempt. */
    Duration delay() {
        return plan.delay(clock.instant(), nextUpdate, failures, random);
    }
}
