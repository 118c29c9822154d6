package kcd.broker.ticket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;

/**
 * Bounds how often a target's rejections make us ask the domain controllers again: a target that rejects every ticket
 * must not turn each phone's request into two more for them.
 */
public final class RenewalLimit {
    /** A ticket this young is served even to one who asked for a new one: another connection's renewal brought it. */
    static final Duration JUST_FETCHED = Duration.ofSeconds(10);

    static final int MAX_RENEWALS = 3;
    static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int MAX_KEYS = 100_000;

    private final Cache<ServiceTicketKey, Window> windows =
            Caffeine.newBuilder().maximumSize(MAX_KEYS).build();
    private final Clock clock;

    public RenewalLimit(Clock clock) {
        this.clock = clock;
    }

    void admit(ServiceTicketKey key) throws RefusedException {
        Instant now = clock.instant();
        Window window = windows.asMap()
                .merge(key, new Window(now, 1), (old, first) -> old.endsAt().isAfter(now) ? old.oneMore() : first);
        if (window.renewals() > MAX_RENEWALS) {
            throw new RefusedException(Refusal.of(
                            RefusalReason.RATE_LIMITED,
                            key.target() + " rejected " + MAX_RENEWALS + " new tickets of " + key.user() + " within "
                                    + PERIOD.toMinutes() + " minutes")
                    .retryAfter(Duration.between(now, window.endsAt())));
        }
    }

    /** Renewals since an instant. */
    private record Window(Instant startedAt, int renewals) {
        Instant endsAt() {
            return startedAt.plus(PERIOD);
        }

        Window oneMore() {
            return new Window(startedAt, renewals + 1);
        }
    }
}
