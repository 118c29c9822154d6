package kcd.edge.ticket;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How long no broker has answered: a restart of all of them is worth waiting for, an outage is not, since it
/// would hold every request of every device for as long as the deadline.
final class BrokerOutage {
    static final long WORTH_WAITING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanoTime;
    private boolean silent;
    private long since;

    BrokerOutage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void answered() {
        silent = false;
    }

    void unanswered() {
        if (!silent) {
            silent = true;
            since = nanoTime.getAsLong();
        }
    }

    boolean isLong() {
        return silent && nanoTime.getAsLong() - since > WORTH_WAITING_NANOS;
    }
}
