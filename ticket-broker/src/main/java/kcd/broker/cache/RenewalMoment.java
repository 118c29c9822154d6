package kcd.broker.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Picks when a ticket is renewed ahead of its end: at 70 to 80 % of its life, by chance, so that tickets obtained
 * together after a restart are not renewed together.
 */
public final class RenewalMoment {
    private static final double EARLIEST = 0.7;
    private static final double LATEST = 0.8;

    private final RandomGenerator random;

    public RenewalMoment(RandomGenerator random) {
        this.random = random;
    }

    public Instant of(Instant now, Instant endTime) {
        Duration life = Duration.between(now, endTime);
        return now.plusMillis((long) (life.toMillis() * random.nextDouble(EARLIEST, LATEST)));
    }
}
