package kcd.broker.kdc;

import java.time.Duration;

/**
 * What the broker knows of one domain controller. Immutable.
 *
 * @param tier from {@link Candidate}
 * @param failures in a row, without an answer between
 * @param quarantinedUntil nanosecond clock reading; meaningful while failures is above zero
 */
record Controller(ControllerAddress address, int tier, ControllerScore score, int failures, long quarantinedUntil) {
    private static final Duration FIRST_QUARANTINE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;
    /** Longer than any probe takes. */
    private static final Duration PROBE_UNDER_WAY = Duration.ofMinutes(2);

    static Controller fresh(Candidate candidate) {
        return new Controller(candidate.address(), candidate.tier(), ControllerScore.UNKNOWN, 0, 0);
    }

    Controller inTier(int other) {
        return new Controller(address, other, score, failures, quarantinedUntil);
    }

    Controller answered(Duration latency, long now) {
        return new Controller(address, tier, score.with(latency, now), 0, 0);
    }

    Controller overtaken(Duration waited, long now) {
        return new Controller(address, tier, score.with(waited, now), failures, quarantinedUntil);
    }

    /** Into quarantine; once there, the failures of others who were asking at the same time tell nothing new. */
    Controller failed(long now) {
        return quarantined() && !probeDue(now) ? this : quarantinedAnew(now);
    }

    /** One second for the first failure, doubled for each further one up to about a minute. */
    Controller quarantinedAnew(long now) {
        long quarantine = FIRST_QUARANTINE.toNanos() << Math.min(failures, MAX_DOUBLINGS);
        return new Controller(address, tier, score, failures + 1, now + quarantine);
    }

    /** One probe at a time. */
    Controller probed(long now) {
        return new Controller(address, tier, score, failures, now + PROBE_UNDER_WAY.toNanos());
    }

    /** It answered a probe: back in the order, with a clean sheet. */
    Controller revived() {
        return new Controller(address, tier, ControllerScore.UNKNOWN, 0, 0);
    }

    boolean quarantined() {
        return failures > 0;
    }

    boolean probeDue(long now) {
        return quarantined() && now - quarantinedUntil >= 0;
    }
}
