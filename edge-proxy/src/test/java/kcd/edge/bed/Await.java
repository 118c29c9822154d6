package kcd.edge.bed;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Waits, but never forever.
public final class Await {
    private static final long SECONDS = 30;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private Await() {}

    public static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new IllegalStateException("no result within " + SECONDS + " s", e);
        }
    }

    /// Waits until a growing number has stood still for a while, and returns it.
    public static long still(String what, LongSupplier number) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long value = number.getAsLong();
        long since = System.nanoTime();
        while (value == 0 || System.nanoTime() - since < STILL_NANOS) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come to rest: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
            long now = number.getAsLong();
            if (now != value) {
                value = now;
                since = System.nanoTime();
            }
        }
        return value;
    }

    /// Returns as soon as the condition holds.
    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within " + atMost + ": " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
