package kcd.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A metric with labels: as an alert or a panel of the dashboard asks for it, or as a service exports it.
 *
 * @param metric its name as Prometheus has it, with unit and kind at its end
 */
record MonitoredSeries(String metric, Set<String> labels) {
    private static final Path MONITORING =
            Path.of(System.getProperty("kcd.project", "..")).resolve("deploy/k8s/components/monitoring");

    /** Prometheus adds them. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod");

    private static final Pattern EXPRESSION = Pattern.compile("(?m)^\\s*\"?expr\"?: (.*)$");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern METRIC = Pattern.compile("\\b(kcd_[a-z_]+)(?:\\{([^}]*)\\})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");

    MonitoredSeries {
        labels = Set.copyOf(labels);
    }

    /** What the alerts and the dashboard ask for. */
    static List<MonitoredSeries> wanted() throws IOException {
        List<MonitoredSeries> wanted = new ArrayList<>();
        for (String file : List.of("alerts.yaml", "dashboard.json")) {
            EXPRESSION
                    .matcher(Files.readString(MONITORING.resolve(file)))
                    .results()
                    .forEach(found -> wanted.addAll(of(found.group(1).replace("\\\"", "\""))));
        }
        return wanted;
    }

    private static List<MonitoredSeries> of(String expression) {
        Set<String> grouped = new TreeSet<>();
        BY.matcher(expression)
                .results()
                .forEach(found -> grouped.addAll(List.of(found.group(1).split(", *"))));
        return METRIC.matcher(expression)
                .results()
                .map(found -> {
                    Set<String> labels = new TreeSet<>(grouped);
                    labels.addAll(names(found.group(2)));
                    labels.removeAll(OF_THE_TARGET);
                    return new MonitoredSeries(found.group(1), labels);
                })
                .toList();
    }

    /** The samples of a scrape. */
    static Stream<MonitoredSeries> exported(String scrape) {
        return scrape.lines()
                .flatMap(line -> METRIC.matcher(line)
                        .results()
                        .limit(line.startsWith("kcd_") ? 1 : 0)
                        .map(found -> new MonitoredSeries(found.group(1), names(found.group(2)))));
    }

    boolean answers(MonitoredSeries wanted) {
        return metric.equals(wanted.metric) && labels.containsAll(wanted.labels);
    }

    private static Set<String> names(@Nullable String matchers) {
        Set<String> names = new TreeSet<>();
        LABEL.matcher(matchers == null ? "" : matchers).results().forEach(found -> names.add(found.group(1)));
        return names;
    }
}
