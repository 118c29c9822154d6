package kcd.bench.mint;

import java.util.Arrays;

/**
 * How long calls took, in microseconds.
 *
 * @param calls how many there were
 */
record Latencies(int calls, long p50, long p99) {
    private static final int NANOS_PER_MICRO = 1_000;

    static Latencies of(long[] nanos, int calls) {
        if (calls == 0) {
            throw new IllegalStateException("no call was answered");
        }
        long[] sorted = Arrays.copyOf(nanos, calls);
        Arrays.sort(sorted);
        return new Latencies(calls, sorted[calls / 2] / NANOS_PER_MICRO, sorted[calls * 99 / 100] / NANOS_PER_MICRO);
    }
}
