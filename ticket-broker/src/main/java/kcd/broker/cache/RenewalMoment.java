package kcd.broker.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Picks when a ticket is renewed ahead of its end: at 70 to 80 % of its life, by chance, so that tickets obtained
 * together after a restart are not renewed together.
 */
public final class RenewalMoment {
    private final RandomGenerator random;
    private final double earliest;
    private final double latest;

    public RenewalMoment(RandomGenerator random) {
        this(random, 0.7, 0.8);
    }

    private RenewalMoment(RandomGenerator random, double earliest, double latest) {
        this.random = random;
        this.earliest = earliest;
        this.latest = latest;
    }

    /**
     * For what other tickets are made of, which end when it ends: at 50 to 60 %, so that a ticket renewed from it gets a
     * whole life and not the rest of the old one.
     */
    public RenewalMoment ofSources() {
        return new RenewalMoment(random, 0.5, 0.6);
    }

    public Instant of(Instant now, Instant endTime) {
        Duration life = Duration.between(now, endTime);
        return now.plusMillis((long) (life.toMillis() * random.nextDouble(earliest, latest)));
    }
}
