package kcd.broker.ticket;

import java.time.Instant;
import kcd.broker.refusal.Refusal;

/**
 * Where the service account stands with its own domain.
 *
 * <pre>
 * Missing --obtained--> Held --renewed--> Held
 *    |                   | ended
 *    | account refused   v
 *    +-----------------> Halted --pause over, or new key--> Missing
 * </pre>
 */
sealed interface TgtState<T> {
    /** No TGT yet, or none any more; whoever needs one may try, and the next tick past {@code retryAt} does. */
    record Missing<T>(Instant retryAt) implements TgtState<T> {}

    /** A good TGT; past {@code renewAt} the next tick renews it. */
    record Held<T>(T tgt, Instant obtainedAt, Instant renewAt) implements TgtState<T> {}

    /** The domain refused the account; to go on trying would lock it out. */
    record Halted<T>(Refusal refusal, Instant until) implements TgtState<T> {}
}
