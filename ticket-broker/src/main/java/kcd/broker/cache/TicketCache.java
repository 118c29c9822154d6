package kcd.broker.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import kcd.broker.cache.CacheEntry.Failed;
import kcd.broker.cache.CacheEntry.Held;
import kcd.broker.cache.CacheEvents.Answer;
import kcd.broker.mint.Refusal;
import kcd.broker.mint.RefusalClass;
import kcd.broker.mint.RefusedException;
import kcd.broker.urgency.Urgency;

/**
 * Keeps tickets until shortly before they end, and refusals for as long as their cause suggests.
 *
 * <p>A ticket that is asked for late in its life is renewed in the background, so that no active user ever waits for
 * a domain controller. When the renewal fails for a passing reason the old ticket serves on until it ends; when the
 * domain says no to the user, it is dropped at once.
 *
 * <p>What is removed stays removed: a flight that began before a removal does not bring its result back.
 */
public final class TicketCache<K, T extends Perishable> {
    private final Cache<K, CacheEntry<T>> entries;
    private final SingleFlight<K, T> flights;
    private final Clock clock;
    private final CacheLimits limits;
    private final RenewalMoment renewalMoment;
    private final CacheEvents events;
    private long removals;

    public TicketCache(
            SingleFlight<K, T> flights,
            Clock clock,
            CacheLimits limits,
            RenewalMoment renewalMoment,
            CacheEvents events) {
        this.flights = flights;
        this.clock = clock;
        this.limits = limits;
        this.renewalMoment = renewalMoment;
        this.events = events;
        Instant origin = clock.instant();
        this.entries = Caffeine.newBuilder()
                .maximumSize(limits.maxEntries())
                .ticker(() -> Duration.between(origin, clock.instant()).toNanos())
                .executor(Runnable::run)
                .expireAfter(
                        Expiry.writing((K _, CacheEntry<T> entry) -> Duration.between(clock.instant(), entry.until())))
                .build();
    }

    /** The ticket for this key: the one kept, or what the computation brings. */
    public T get(K key, Computation<T> computation) throws RefusedException, InterruptedException {
        return switch (entries.getIfPresent(key)) {
            case Held<T> held -> {
                events.answered(Answer.HIT);
                renewAhead(key, held, computation);
                yield held.ticket();
            }
            case Failed<T> failed -> {
                events.answered(Answer.HIT_REFUSAL);
                throw new RefusedException(failed.refusal());
            }
            case null -> {
                events.answered(Answer.MISS);
                yield flights.join(key, () -> loadUnlessKept(key, computation));
            }
        };
    }

    /** Removes the entry unless its ticket is younger than {@code minAge}; tells whether a new one will be fetched. */
    public boolean removeOlderThan(K key, Duration minAge) {
        if (entries.getIfPresent(key) instanceof Held<T> held
                && held.obtainedAt().plus(minAge).isAfter(clock.instant())) {
            return false;
        }
        removeIf(key::equals);
        return true;
    }

    /** Forgets these keys, also what is under way for them. */
    public void removeIf(Predicate<K> which) {
        synchronized (this) {
            removals++;
            entries.asMap().keySet().removeIf(which);
        }
        flights.forgetIf(which);
    }

    public long size() {
        return entries.estimatedSize();
    }

    private void renewAhead(K key, Held<T> held, Computation<T> computation) {
        if (!clock.instant().isBefore(held.renewAt())) {
            Urgency.AHEAD_OF_NEED.run(() -> flights.start(key, () -> load(key, computation)));
        }
    }

    /** An asker may have missed just before a flight landed; then its own flight finds what that one brought. */
    private T loadUnlessKept(K key, Computation<T> computation) throws RefusedException, InterruptedException {
        return entries.getIfPresent(key) instanceof Held<T> held ? held.ticket() : load(key, computation);
    }

    private T load(K key, Computation<T> computation) throws RefusedException, InterruptedException {
        long removalsBefore = removals();
        try {
            T ticket = computation.compute();
            keep(key, held(ticket), removalsBefore);
            return ticket;
        } catch (RefusedException refused) {
            remember(key, refused.refusal(), removalsBefore);
            throw refused;
        }
    }

    private Held<T> held(T ticket) {
        Instant now = clock.instant();
        Instant until = ticket.endTime().minus(limits.skew());
        return new Held<>(ticket, now, renewalMoment.of(now, until), until);
    }

    private void remember(K key, Refusal refusal, long removalsBefore) {
        Instant now = clock.instant();
        boolean userIsRefused = refusal.refusalClass() == RefusalClass.PERMANENT;
        if (!userIsRefused && entries.getIfPresent(key) instanceof Held<T> held) {
            keep(key, held.renewAt(now.plus(limits.renewalRetry())), removalsBefore);
        } else {
            keep(key, new Failed<>(refusal, now.plus(refusal.reason().remembered())), removalsBefore);
        }
    }

    private synchronized void keep(K key, CacheEntry<T> entry, long removalsBefore) {
        if (removals != removalsBefore) {
            return;
        }
        if (entry.until().isAfter(clock.instant())) {
            entries.put(key, entry);
        } else {
            entries.invalidate(key);
        }
    }

    private synchronized long removals() {
        return removals;
    }
}
