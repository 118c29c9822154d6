package kcd.broker.cache;

import java.time.Instant;
import kcd.broker.mint.Refusal;

/** What a ticket cache remembers of a key: the ticket, or that there is none to be had just now. */
sealed interface CacheEntry<T> {
    /** When the entry is void. */
    Instant until();

    /** A good ticket; past {@code renewAt} the next reader has it renewed in the background. */
    record Held<T>(T ticket, Instant obtainedAt, Instant renewAt, Instant until) implements CacheEntry<T> {
        Held<T> renewAt(Instant later) {
            return new Held<>(ticket, obtainedAt, later, until);
        }
    }

    /** A refusal, so that a phone that tries every second does not reach the domain controller. */
    record Failed<T>(Refusal refusal, Instant until) implements CacheEntry<T> {}
}
