package kcd.broker.kdc;

import java.time.Duration;

/**
 * How quickly one domain controller has been answering: a moving mean of its latency and of the deviation from it
 * (the estimator of RFC 6298 section 2), in nanoseconds. Immutable.
 *
 * @param mean zero before the first answer, so that each controller is tried once
 * @param updatedAt nanosecond clock reading of the last sample
 */
record ControllerScore(double mean, double deviation, long updatedAt) {
    private static final double MEAN_WEIGHT = 1.0 / 8;
    private static final double DEVIATION_WEIGHT = 1.0 / 4;
    private static final double DEVIATIONS_TO_P95 = 4;
    /** An old sample loses its weight by half each time this passes, so that a slow day is forgiven. */
    private static final Duration FORGIVENESS = Duration.ofMinutes(2);

    static final ControllerScore UNKNOWN = new ControllerScore(0, 0, 0);

    boolean known() {
        return mean > 0;
    }

    ControllerScore with(Duration latency, long now) {
        double sample = Math.max(1, latency.toNanos());
        if (!known()) {
            return new ControllerScore(sample, sample / 2, now);
        }
        double error = sample - mean;
        return new ControllerScore(
                mean + MEAN_WEIGHT * error, deviation + DEVIATION_WEIGHT * (Math.abs(error) - deviation), now);
    }

    /** The lower, the sooner it is asked. */
    double rank(long now) {
        double halvings = (double) (now - updatedAt) / FORGIVENESS.toNanos();
        return known() ? mean * Math.pow(2, -Math.max(0, halvings)) : 0;
    }

    /** After this long an answer is later than nearly all before it. */
    Duration unusuallyLate() {
        return Duration.ofNanos((long) (mean + DEVIATIONS_TO_P95 * deviation));
    }
}
