package kcd.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Runs code until it is compiled, counted in CPU time: seconds of the wall clock say little where a benchmark gets a
 * tenth of a processor.
 */
public final class WarmUp {
    private static final Duration CPU_TIME = Duration.ofMillis(2_500);
    private static final int BATCH = 200;

    private WarmUp() {}

    /** Calls {@code code} on this thread. */
    public static void run(Callable<byte[]> code) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + CPU_TIME.toNanos();
        while (threads.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < BATCH; i++) {
                if (code.call().length == 0) {
                    throw new IllegalStateException("an empty result");
                }
            }
        }
    }
}
