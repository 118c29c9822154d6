package kcd.broker.cache;

import java.time.Duration;

/**
 * The bounds of a ticket cache. A user in many groups has tickets of tens of kilobytes, so entries are counted and
 * weighed: each weighs what it takes, but at least its share of {@code maxBytes}. Then neither bound is ever exceeded.
 *
 * @param maxEntries tickets and refusals kept; the least used go first
 * @param maxBytes what they may take together
 * @param skew how long before its end time a ticket counts as ended, so that a clock a little ahead of ours, at the
 *     acceptor, still takes it
 * @param renewalRetry how long after a failed renewal ahead the next one may start
 */
public record CacheLimits(int maxEntries, long maxBytes, Duration skew, Duration renewalRetry) {
    public CacheLimits {
        if (maxEntries < 1 || maxBytes < maxEntries) {
            throw new IllegalArgumentException(maxEntries + " entries in " + maxBytes + " bytes");
        }
    }

    /** What an entry of that many bytes counts for. */
    int weight(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(bytes, Math.ceilDiv(maxBytes, (long) maxEntries)));
    }
}
