package kcd.broker.kdc;

import java.time.Duration;

/**
 * What the broker knows of one domain controller. Immutable.
 *
 * @param failures in a row, without an answer between
 * @param quarantinedUntil nanosecond clock reading; meaningful while failures is above zero
 */
record Controller(ControllerAddress address, ControllerScore score, int failures, long quarantinedUntil) {
    private static final Duration FIRST_QUARANTINE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;

    static Controller fresh(ControllerAddress address) {
        return new Controller(address, ControllerScore.UNKNOWN, 0, 0);
    }

    Controller answered(Duration latency, long now) {
        return new Controller(address, score.with(latency, now), 0, 0);
    }

    Controller overtaken(Duration waited, long now) {
        return new Controller(address, score.with(waited, now), failures, quarantinedUntil);
    }

    /** One second for the first failure, doubled for each further one up to about a minute. */
    Controller failed(long now) {
        long quarantine = FIRST_QUARANTINE.toNanos() << Math.min(failures, MAX_DOUBLINGS);
        return new Controller(address, score, failures + 1, now + quarantine);
    }

    /** It accepted a connection again: back in the order, with a clean sheet. */
    Controller revived() {
        return fresh(address);
    }

    boolean quarantined() {
        return failures > 0;
    }

    boolean probeDue(long now) {
        return quarantined() && now - quarantinedUntil >= 0;
    }
}
