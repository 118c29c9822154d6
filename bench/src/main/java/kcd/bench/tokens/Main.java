package kcd.bench.tokens;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import kcd.bench.CpuTimeProfiler;
import kcd.bench.Machine;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all contenders in turn, several times over, so that a busy spell of the machine hits none of them alone, and
 * prints the medians and their ratios.
 */
public final class Main {
    /** The project's own bar for a token from a cached ticket. */
    private static final double BAR = 200_000;

    private static final int DEFAULT_ROUNDS = 3;
    private static final int MAX_ROUNDS = 100;
    private static final int WARMUPS = 2;
    private static final int MEASUREMENTS = 5;

    private static final List<Contender> CONTENDERS = List.of(
            new Contender("template", "ours, template"),
            new Contender("templateBound", "ours, template, channel binding"),
            new Contender("templateSha2", "ours, template, channel binding, aes256-sha384"),
            new Contender("reference", "ours, from scratch, channel binding"),
            new Contender("kerby", "Kerby 2.1.2 codec and crypto, no SPNEGO"),
            new Contender("jdk", "JDK GSS-API, initSecContext"));

    private Main() {}

    public static void main(String[] arguments) throws RunnerException {
        int rounds = arguments.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(arguments[0]);
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new IllegalArgumentException("from 1 to " + MAX_ROUNDS + " rounds");
        }
        System.out.println("machine: " + Machine.describe());
        Map<String, List<Double>> cpu = new TreeMap<>();
        Map<String, List<Double>> wall = new TreeMap<>();
        for (int round = 1; round <= rounds; round++) {
            System.out.println("round " + round + " of " + rounds);
            for (RunResult run : new Runner(options()).run()) {
                collect(run, cpu, wall);
            }
        }
        print(cpu, wall, rounds * MEASUREMENTS);
        System.out.printf(
                Locale.ROOT,
                "a prepared ticket takes %d bytes beside the ticket itself%n",
                Footprint.bytesPerTemplate());
        System.out.println("machine: " + Machine.describe());
    }

    private static Options options() {
        return new OptionsBuilder()
                .include("\\b" + TokenBenchmark.class.getSimpleName() + "\\b")
                .addProfiler(CpuTimeProfiler.class)
                .forks(1)
                .threads(1)
                .warmupIterations(WARMUPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(MEASUREMENTS)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static void collect(RunResult run, Map<String, List<Double>> cpu, Map<String, List<Double>> wall) {
        String name = run.getPrimaryResult().getLabel();
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                wall.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(iteration.getPrimaryResult().getScore());
                Result<?> perCpuSecond =
                        requireNonNull(iteration.getSecondaryResults().get(CpuTimeProfiler.LABEL));
                cpu.computeIfAbsent(name, n -> new ArrayList<>()).add(perCpuSecond.getScore());
            }
        }
    }

    private static void print(Map<String, List<Double>> cpu, Map<String, List<Double>> wall, int samples) {
        double ours = median(cpu, CONTENDERS.getFirst().method());
        System.out.printf(
                Locale.ROOT,
                "%n%-48s %14s %14s %10s   (medians of %d)%n",
                "tokens from a cached ticket, one thread",
                "per CPU-second",
                "per second",
                "CPU, ratio",
                samples);
        for (Contender contender : CONTENDERS) {
            double mine = median(cpu, contender.method());
            System.out.printf(
                    Locale.ROOT,
                    "%-48s %,14.0f %,14.0f %9.1fx%n",
                    contender.title(),
                    mine,
                    median(wall, contender.method()),
                    ours / mine);
        }
        System.out.printf(Locale.ROOT, "bar: %,.0f per CPU-second, %s%n", BAR, ours >= BAR ? "reached" : "NOT reached");
    }

    private static double median(Map<String, List<Double>> results, String name) {
        List<Double> sorted =
                results.getOrDefault(name, List.of()).stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * One row.
     *
     * @param method the benchmark method
     * @param title how it is called in the table
     */
    private record Contender(String method, String title) {}
}
