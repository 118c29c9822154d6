package kcd.crl.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to ask a distribution point next. Pure: time and chance are arguments.
 *
 * <p>After a success: after the interval, or half of the way to the list's nextUpdate if that is sooner, so that the
 * successor, which a CA publishes some time before, is found with several attempts to spare. After a failure: soon, then
 * less and less so, but never later than without failures. Always with some chance, so that many gateways do not ask a CA
 * in the same second.
 *
 * @param interval the longest wait
 */
public record RefreshPlan(Duration interval) {

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(15);

    private static final int MAX_DOUBLINGS = 16;
    /** The wait is shortened by up to this part of it. */
    private static final double JITTER = 0.2;

    /**
     * How long to wait.
     *
     * @param nextUpdate of the list that the point gave last, if any
     * @param failures how many attempts failed since the last success
     */
    public Duration delay(Instant now, Optional<Instant> nextUpdate, int failures, RandomGenerator random) {
        Duration regular = nextUpdate.map(until -> regular(now, until)).orElse(interval);
        Duration delay = failures == 0 ? regular : shorter(retry(failures), regular);
        return delay.minusMillis((long) (delay.toMillis() * JITTER * random.nextDouble()));
    }

    private Duration regular(Instant now, Instant nextUpdate) {
        Duration halfway = Duration.between(now, nextUpdate).dividedBy(2);
        return shorter(interval, halfway.compareTo(SHORTEST) < 0 ? SHORTEST : halfway);
    }

    private static Duration retry(int failures) {
        long millis = FIRST_RETRY.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        return shorter(Duration.ofMillis(millis), LONGEST_RETRY);
    }

    private static Duration shorter(Duration left, Duration right) {
        return left.compareTo(right) < 0 ? left : right;
    }
}
