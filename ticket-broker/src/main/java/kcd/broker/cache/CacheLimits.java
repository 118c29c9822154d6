package kcd.broker.cache;

import java.time.Duration;

/**
 * The bounds of a ticket cache.
 *
 * @param maxEntries tickets and refusals kept; the least used go first
 * @param skew how long before its end time a ticket counts as ended, so that a clock a little ahead of ours, at the
 *     acceptor, still takes it
 * @param renewalRetry how long after a failed renewal ahead the next one may start
 */
public record CacheLimits(int maxEntries, Duration skew, Duration renewalRetry) {}
