package kcd.kerberos.gss;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Microseconds that do not repeat, which is what replay caches look at: (ctime, cusec) of RFC 4120 section 5.5.1. Never
 * behind the clock, and ahead of it only by what it takes to stay unique and three bytes long.
 */
final class UniqueTime {
    static final int MICROS_PER_SECOND = 1_000_000;

    /** The smallest number of microseconds that DER writes in three bytes. */
    static final int MIN_MICROS = 0x8000;

    /**
     * So many microseconds make up for a clock that stands still or steps back a little. Past that it was set right, or
     * its offset was, and to stay ahead of it would have every token refused; none of the times before comes again but by
     * a chance of one in a million.
     */
    static final long MAX_AHEAD = 2L * MICROS_PER_SECOND;

    private final AtomicLong last = new AtomicLong();

    /** Microseconds since the epoch, more than before unless the clock was set back; those within the second take three bytes in DER. */
    long next(Clock clock) {
        Instant now = clock.instant();
        long micros = now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / 1_000;
        while (true) {
            long previous = last.get();
            boolean setBack = previous - micros > MAX_AHEAD;
            long next = threeBytes(setBack ? micros : Math.max(previous + 1, micros));
            if (last.compareAndSet(previous, next)) {
                return next;
            }
        }
    }

    /**
     * Moves the first 33 ms of a second to the next 33 ms rather than to one value: several brokers mint for the same
     * user, and would all meet there.
     */
    private static long threeBytes(long micros) {
        return Math.floorMod(micros, MICROS_PER_SECOND) < MIN_MICROS ? micros + MIN_MICROS : micros;
    }
}
