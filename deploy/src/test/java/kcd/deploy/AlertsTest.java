package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules in the hands of Prometheus' own promtool, and in the manual. */
class AlertsTest {

    private static final Path RULES = Overlay.HOME.resolve("k8s/components/monitoring/alerts.yaml");
    private static final Path CASES = Overlay.HOME.resolve("src/test/resources/alerts-test.yaml");
    private static final Path MANUAL = Overlay.HOME.resolveSibling("docs/operations.md");
    private static final Pattern IN_MANUAL = Pattern.compile("(?m)^\\| `(Kcd[A-Za-z]+)` \\|");

    @Test
    void each_is_set_off_by_what_it_is_for_and_by_nothing_like_it(@TempDir Path directory) throws Exception {
        // Given
        Tree rules = Overlay.parse(Files.readString(RULES)).getFirst().at("spec");
        // JSON is YAML.
        Files.writeString(directory.resolve("rules.yaml"), new Gson().toJson(rules.value()));
        Path cases = Files.copy(CASES, directory.resolve("alerts-test.yaml"));

        // When
        String said = promtool("test", "rules", cases.toString());

        // Then
        assertThat(said).contains("SUCCESS");
    }

    @Test
    void each_has_a_case_that_sets_it_off() throws IOException {
        // When
        Set<String> setOff = Overlay.parse(Files.readString(CASES))
                .getFirst()
                .at("tests")
                .each()
                .flatMap(test -> test.at("alert_rule_test").each())
                .filter(test -> test.at("exp_alerts").each().findAny().isPresent())
                .map(test -> test.at("alertname").text())
                .collect(Collectors.toSet());

        // Then
        assertThat(setOff).containsExactlyInAnyOrderElementsOf(alerts());
    }

    @Test
    void the_manual_says_of_each_what_to_do() throws IOException {
        // When
        List<String> explained = IN_MANUAL
                .matcher(Files.readString(MANUAL))
                .results()
                .map(found -> found.group(1))
                .toList();

        // Then
        assertThat(explained).containsExactlyInAnyOrderElementsOf(alerts());
    }

    private static List<String> alerts() throws IOException {
        List<String> names = Overlay.parse(Files.readString(RULES))
                .getFirst()
                .at("spec", "groups")
                .each()
                .flatMap(group -> group.at("rules").each())
                .map(rule -> rule.at("alert").text())
                .toList();
        assertThat(names).hasSizeGreaterThan(10);
        return names;
    }

    private static String promtool(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Overlay.HOME.resolve("promtool.sh").toString()));
        Stream.of(arguments).forEach(command::add);
        Path log = Files.createTempFile("promtool", ".log");
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String said = Files.readString(log);
        Files.delete(log);
        assertThat(status).as(said).isZero();
        return said;
    }
}
