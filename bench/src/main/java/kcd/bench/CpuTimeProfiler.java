package kcd.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Operations per second of the worker threads' own CPU time. On a machine that others use too the wall clock measures
 * them; this does not. Left out are the compiler's and the collector's threads, which the wall clock leaves out as well
 * where processors are idle.
 */
public final class CpuTimeProfiler implements InternalProfiler {
    public static final String LABEL = "ops-per-cpu-second";

    private static final String WORKER = "-jmh-worker-";
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long before;

    @Override
    public String getDescription() {
        return "operations per second of the worker threads' CPU time";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = workersCpuNanos();
    }

    @Override
    @SuppressWarnings("rawtypes") // JMH's signature
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double seconds = (workersCpuNanos() - before) / NANOS_PER_SECOND;
        return List.of(new ScalarResult(
                LABEL, result.getMetadata().getAllOps() / seconds, "ops/CPU-s", AggregationPolicy.AVG));
    }

    private long workersCpuNanos() {
        long sum = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains(WORKER)) {
                sum += threads.getThreadCpuTime(thread.threadId());
            }
        }
        return sum;
    }
}
