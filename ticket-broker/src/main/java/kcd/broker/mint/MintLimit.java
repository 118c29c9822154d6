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
        if (caller.rate().isEmpty()) {
            return;
        }
        RequestBudget budget = budgets.computeIfAbsent(
                caller.name(), _ -> new RequestBudget(caller.rate().get(), nanoClock));
        if (budget.take(Urgency.AWAITED, Duration.ZERO).isEmpty()) {
            throw new RefusedException(Refusal.of(
                            RefusalReason.RATE_LIMITED,
                            "caller " + caller + " asked for more than "
                                    + caller.rate().get().perSecond() + " tokens within a second",
                            "raise kcd.callers." + caller + ".max-mints-per-second if it should")
                    .retryAfter(RETRY_AFTER));
        }
    }
}
