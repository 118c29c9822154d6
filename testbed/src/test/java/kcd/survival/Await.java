package kcd.survival;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/// Waits for what other processes do.
final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(20);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("in vain: " + what);
            }
            Thread.sleep(POLL);
        }
    }
}
