package kcd.broker.cache;

import java.time.Instant;
import kcd.broker.refusal.RefusedException;

/** What a ticket cache remembers of a key: the ticket, or that there is none to be had just now. */
sealed interface CacheEntry<T extends Cacheable> {
    /** The cache's own for each entry: its node, the key, this record and its instants. */
    int OVERHEAD = 400;

    /** When the entry is void. */
    Instant until();

    /** About how much memory the entry takes. */
    long bytes();

    /** A good ticket; past {@code renewAt} the next reader has it renewed in the background. */
    record Held<T extends Cacheable>(T ticket, Instant obtainedAt, Instant renewAt, Instant until)
            implements CacheEntry<T> {
        Held<T> renewAt(Instant later) {
            return new Held<>(ticket, obtainedAt, later, until);
        }

        @Override
        public long bytes() {
            return (long) OVERHEAD + ticket.bytes();
        }
    }

    /**
     * A refusal, so that a phone that tries every second does not reach the domain controller. Kept whole, with what it
     * was made of: who hears of it later is told the same as who heard of it first.
     */
    record Failed<T extends Cacheable>(RefusedException refused, Instant until) implements CacheEntry<T> {
        /** The exception, and the engine's failure behind it with texts of its own. */
        private static final int CAUSE = 600;

        @Override
        public long bytes() {
            return OVERHEAD + CAUSE + 4L * refused.refusal().message().length();
        }
    }
}
