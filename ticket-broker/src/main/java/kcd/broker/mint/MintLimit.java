package kcd.broker.mint;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import kcd.broker.caller.Caller;
import kcd.broker.kdc.RequestBudget;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.urgency.Urgency;

/**
 * Bounds how many tokens a caller may ask for, by a bucket that holds the tokens of one second: a captured caller cannot
 * collect tokens of all users at once, nor a broken one starve the others.
 */
public final class MintLimit {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** By a caller's name, so as many as are configured. */
    private final Map<String, RequestBudget> budgets = new ConcurrentHashMap<>();

    private final LongSupplier nanoClock;

    /** @param nanoClock as {@link System#nanoTime} */
    public MintLimit(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void admit(Caller caller) throws RefusedException {
        if (!takes(caller, Urgency.AWAITED)) {
            throw new RefusedException(Refusal.of(
                            RefusalReason.RATE_LIMITED,
                            "caller " + caller + " asked for more than "
                                    + caller.rate().orElseThrow().perSecond() + " tokens within a second",
                            "raise kcd.callers." + caller + ".max-mints-per-second if it should")
                    .retryAfter(RETRY_AFTER));
        }
    }

    /** Whether one more may go along. Only while half of the bucket is full: nobody waits for it yet. */
    boolean admitsFurther(Caller caller) {
        return takes(caller, Urgency.AHEAD_OF_NEED);
    }

    private boolean takes(Caller caller, Urgency urgency) {
        return caller.rate()
                .map(rate -> budgets.computeIfAbsent(caller.name(), _ -> new RequestBudget(rate, nanoClock)))
                .map(budget -> budget.take(urgency, Duration.ZERO).isPresent())
                .orElse(true);
    }
}
