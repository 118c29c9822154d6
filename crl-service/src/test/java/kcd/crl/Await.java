package kcd.crl;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in tests for what another thread is about to do. */
public final class Await {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 1_000_000;

    private Await() {}

    /** Returns as soon as the condition holds; fails if it does not within a minute. */
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + DEADLINE);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
