package kcd.broker.kdc;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import kcd.broker.urgency.Urgency;

/**
 * A token bucket: towards the domain controllers of one realm, so that a whole fleet of phones that comes back at once does
 * not become a storm for them; and for what one caller may ask.
 *
 * <p>Who is waited for takes the next free place, in order of arrival, and the queue is as long as the patience of the
 * one asking. Work ahead of need never queues: it goes only while half the bucket is full, so it is always last, and
 * its ticket still serves while it is put off.
 */
public final class RequestBudget {
    private final long interval;
    private final long capacity;
    private final LongSupplier nanoClock;
    /** When the last admitted question has its place; how far that is in the past says how full the bucket is. */
    private long lastPlace;

    /** @param nanoClock as {@link System#nanoTime} */
    public RequestBudget(RequestRate rate, LongSupplier nanoClock) {
        this.interval = Duration.ofSeconds(1).toNanos() / rate.perSecond();
        this.capacity = interval * rate.burst();
        this.nanoClock = nanoClock;
        this.lastPlace = nanoClock.getAsLong() - capacity;
    }

    /**
     * Takes a place.
     *
     * @param patience the longest wait that makes sense
     * @return how long to wait until the question may be asked; empty if it must not be
     */
    public synchronized Optional<Duration> take(Urgency urgency, Duration patience) {
        long now = nanoClock.getAsLong();
        long place = Math.max(0, lastPlace - (now - capacity)) + (now - capacity) + interval;
        long latest = switch (urgency) {
            case AWAITED -> now + patience.toNanos();
            case AHEAD_OF_NEED -> now - capacity / 2;
        };
        if (place - latest > 0) {
            return Optional.empty();
        }
        lastPlace = place;
        return Optional.of(Duration.ofNanos(Math.max(0, place - now)));
    }
}
