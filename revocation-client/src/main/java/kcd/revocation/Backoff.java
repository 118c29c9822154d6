package kcd.revocation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a bound, and a random part of it, so
 * that a hundred subscribers do not come back to a restarted server in the same moment.
 *
 * @param first the longest wait after one failure
 * @param most the longest wait ever
 */
record Backoff(Duration first, Duration most) {

    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private static final int MAX_DOUBLINGS = 16;

    /** Between half of the wait that the failures call for and all of it. */
    Duration after(int failures, RandomGenerator random) {
        long full = first.toMillis() << Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS);
        long bounded = Math.min(full, most.toMillis());
        return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
    }
}
