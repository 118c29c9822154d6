package kcd.broker.explain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kcd.broker.caller.Caller;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;

/** Bounds explanations per caller: each one asks the domain controllers anew, which no cache softens. */
public final class ExplainLimit {
    static final int MAX_EXPLANATIONS = 10;
    static final Duration PERIOD = Duration.ofMinutes(1);

    /** By a caller's name, so as many as are configured. */
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private final Clock clock;

    public ExplainLimit(Clock clock) {
        this.clock = clock;
    }

    void admit(Caller caller) throws RefusedException {
        Instant now = clock.instant();
        Window window = windows.merge(
                caller.name(), new Window(now, 1), (old, first) -> old.endsAt().isAfter(now) ? old.oneMore() : first);
        if (window.explanations() > MAX_EXPLANATIONS) {
            throw new RefusedException(Refusal.of(
                            RefusalReason.RATE_LIMITED,
                            "caller " + caller + " asked for more than " + MAX_EXPLANATIONS + " explanations within "
                                    + PERIOD.toSeconds() + " seconds")
                    .retryAfter(Duration.between(now, window.endsAt())));
        }
    }

    /** Explanations since an instant. */
    private record Window(Instant startedAt, int explanations) {
        Instant endsAt() {
            return startedAt.plus(PERIOD);
        }

        Window oneMore() {
            return new Window(startedAt, explanations + 1);
        }
    }
}
