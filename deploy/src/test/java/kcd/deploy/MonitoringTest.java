package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kcd.broker.refusal.RefusalReason;
import kcd.edge.http.EdgeReason;
import org.junit.jupiter.api.Test;

/** Alerts and the dashboard speak of what exists: an alert on a metric that was renamed is silent for ever. */
class MonitoringTest {

    private static final Path MONITORING = Overlay.HOME.resolve("k8s/components/monitoring");
    private static final Path AUTOSCALING = Overlay.HOME.resolve("k8s/components/autoscaling/edge-proxy.yaml");
    private static final Pattern METRIC = Pattern.compile("\\bkcd_[a-z_]+");
    private static final Pattern REASON = Pattern.compile("reason=~?\"([A-Z_|]+)\"");
    private static final Pattern BUILDER =
            Pattern.compile("(?:builder\\(|NAME = |perList\\(|timer\\()\\s*\"(kcd\\.[a-z.]+)\"");
    /** A family of metrics: whoever makes it gives the prefix, each member's end stands with its builder. */
    private static final Pattern PREFIX = Pattern.compile("new \\w+Metrics\\([^;\"]*\"(kcd(?:\\.[a-z0-9]+)+)\"");

    private static final Pattern MEMBER = Pattern.compile("prefix \\+ \"(\\.[a-z.]+)\"");

    /** What Prometheus' names have after Micrometer's. */
    private static final Pattern SUFFIX =
            Pattern.compile("(_total|_seconds_count|_seconds_sum|_seconds_bucket|_seconds|_bytes)$");

    @Test
    void every_metric_named_exists() throws IOException {
        // Given
        Set<String> existing = metricsInTheCode();

        // When
        Set<String> named = new TreeSet<>();
        for (Path file :
                List.of(MONITORING.resolve("alerts.yaml"), MONITORING.resolve("dashboard.json"), AUTOSCALING)) {
            METRIC.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group()));
        }

        // Then
        assertThat(named).hasSizeGreaterThan(8);
        assertThat(named.stream().map(name -> SUFFIX.matcher(name).replaceFirst("")))
                .allMatch(existing::contains);
    }

    @Test
    void every_reason_named_exists() throws IOException {
        // Given
        Set<String> existing = Stream.<Enum<?>>concat(
                        Arrays.stream(RefusalReason.values()), Arrays.stream(EdgeReason.values()))
                .map(Enum::name)
                .collect(Collectors.toSet());

        // When
        List<String> named = REASON.matcher(Files.readString(MONITORING.resolve("alerts.yaml")))
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split("\\|")))
                .toList();

        // Then
        assertThat(named).isNotEmpty().allMatch(existing::contains);
    }

    @Test
    void monitoring_renders_on_top_of_production() throws IOException {
        // Given
        Path site = Files.createDirectories(Overlay.HOME.resolve("target/site"));
        Files.writeString(site.resolve("kustomization.yaml"), """
                resources: [../../k8s/overlays/production]
                components: [../../k8s/components/monitoring]
                """);

        // When
        List<Tree> objects = Overlay.kustomize(site);

        // Then
        assertThat(objects.stream().map(object -> object.at("kind").text()))
                .contains("PodMonitor", "PrometheusRule", "Deployment");
    }

    private static Set<String> metricsInTheCode() throws IOException {
        Set<String> names = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Overlay.HOME.getParent(), 12)) {
            sources.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java"))
                    .map(MonitoringTest::read)
                    .forEach(source -> {
                        add(names, BUILDER, source);
                        add(prefixes, PREFIX, source);
                        add(members, MEMBER, source);
                    });
        }
        prefixes.forEach(prefix -> members.forEach(member -> names.add(prefix + member)));
        return names;
    }

    private static void add(Set<String> names, Pattern pattern, String source) {
        pattern.matcher(source)
                .results()
                .forEach(found -> names.add(found.group(1).replace('.', '_')));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
