package kcd.broker.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import kcd.broker.cache.CacheEntry.Failed;
import kcd.broker.cache.CacheEntry.Held;
import kcd.broker.cache.CacheEvents.Answer;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalClass;
import kcd.broker.refusal.RefusedException;
import kcd.broker.urgency.Urgency;

/**
 * Keeps tickets until shortly before they end, and refusals for as long as their cause suggests.
 *
 * <p>A ticket that is asked for late in its life is renewed in the background, so that no active user ever waits for
 * a domain controller. When the renewal fails for a passing reason the old ticket serves on until it ends; when the
 * domain says no to the user, it is dropped at once.
 *
 * <p>A user who does not ask is not renewed for: the ticket of an idle user simply ends.
 *
 * <p>What is removed stays removed: a load that began before the removal of its key does not bring its result back.
 */
public final class TicketCache<K, T extends Cacheable> {
    private final Cache<K, CacheEntry<T>> entries;
    private final SingleFlight<K, T> flights;
    private final Clock clock;
    private final CacheLimits limits;
    private final RenewalMoment renewalMoment;
    private final CacheEvents events;
    /** The load under way for each key whose result may still be kept; guarded by this, as removals are. */
    private final ConcurrentHashMap<K, Object> loads = new ConcurrentHashMap<>();

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
                .maximumWeight(limits.maxBytes())
                .weigher((K _, CacheEntry<T> entry) -> limits.weight(entry.bytes()))
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
                throw failed.refused();
            }
            case null -> {
                events.answered(Answer.MISS);
                yield flights.join(key, () -> loadUnlessKept(key, computation));
            }
        };
    }

    /**
     * As {@link #get}, for what another ticket is about to be made of: one that is due for renewal is renewed first, and
     * serves on only where the renewal fails for a passing reason.
     */
    public T getYoung(K key, Computation<T> computation) throws RefusedException, InterruptedException {
        if (!(entries.getIfPresent(key) instanceof Held<T> held) || !isDue(held)) {
            return get(key, computation);
        }
        events.answered(Answer.HIT);
        try {
            return flights.join(key, () -> load(key, computation));
        } catch (RefusedException refused) {
            if (isFinal(refused.refusal())) {
                throw refused;
            }
            return held.ticket();
        }
    }

    /** The ticket for this key if it is here; asks nobody. */
    public Optional<T> peek(K key) {
        return entries.getIfPresent(key) instanceof Held<T> held ? Optional.of(held.ticket()) : Optional.empty();
    }

    /** Keeps a ticket that came by another way. */
    public void put(K key, T ticket) {
        Object load = begin(key);
        keep(key, load, held(ticket));
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
            loads.keySet().removeIf(which);
            entries.asMap().keySet().removeIf(which);
        }
        flights.forgetIf(which);
    }

    public long size() {
        return entries.estimatedSize();
    }

    private void renewAhead(K key, Held<T> held, Computation<T> computation) {
        if (isDue(held)) {
            Urgency.AHEAD_OF_NEED.run(() -> flights.start(key, () -> load(key, computation)));
        }
    }

    private boolean isDue(Held<T> held) {
        return !clock.instant().isBefore(held.renewAt());
    }

    /** The domain says no to the user; to wait will not help. */
    private static boolean isFinal(Refusal refusal) {
        return refusal.refusalClass() == RefusalClass.PERMANENT;
    }

    /** An asker may have missed just before a flight landed; then its own flight finds what that one brought. */
    private T loadUnlessKept(K key, Computation<T> computation) throws RefusedException, InterruptedException {
        return entries.getIfPresent(key) instanceof Held<T> held ? held.ticket() : load(key, computation);
    }

    private T load(K key, Computation<T> computation) throws RefusedException, InterruptedException {
        Object load = begin(key);
        try {
            T ticket = computation.compute();
            keep(key, load, held(ticket));
            return ticket;
        } catch (RefusedException refused) {
            remember(key, load, refused);
            throw refused;
        } finally {
            loads.remove(key, load);
        }
    }

    private Object begin(K key) {
        Object load = new Object();
        loads.put(key, load);
        return load;
    }

    private Held<T> held(T ticket) {
        Instant now = clock.instant();
        Instant until = ticket.endTime().minus(limits.skew());
        return new Held<>(ticket, now, renewalMoment.of(now, until), until);
    }

    private void remember(K key, Object load, RefusedException refused) {
        Instant now = clock.instant();
        if (!isFinal(refused.refusal()) && entries.getIfPresent(key) instanceof Held<T> held) {
            keep(key, load, held.renewAt(now.plus(limits.renewalRetry())));
        } else {
            keep(
                    key,
                    load,
                    new Failed<>(refused, now.plus(refused.refusal().reason().remembered())));
        }
    }

    private synchronized void keep(K key, Object load, CacheEntry<T> entry) {
        if (!loads.remove(key, load)) {
            return;
        }
        if (entry.until().isAfter(clock.instant())) {
            entries.put(key, entry);
        } else {
            entries.invalidate(key);
        }
    }
}
