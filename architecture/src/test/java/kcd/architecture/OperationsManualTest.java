package kcd.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What docs/operations.md lists is what there is. */
@NullMarked
class OperationsManualTest {
    private static final Path ROOT = Path.of("..");
    private static final Path MANUAL = ROOT.resolve("docs/operations.md");

    /** A metric's name stands as one literal in a class that knows Micrometer. */
    private static final Pattern IN_CODE = Pattern.compile("\"(kcd(?:\\.[a-z0-9]+)+)\"");

    /** A family of metrics: the prefix is given by whoever makes it, each member's end stands with its builder. */
    private static final Pattern PREFIX = Pattern.compile("new \\w+Metrics\\([^;\"]*\"(kcd(?:\\.[a-z0-9]+)+)\"");

    private static final Pattern MEMBER = Pattern.compile("prefix \\+ \"(\\.[a-z.]+)\"");

    private static final Pattern IN_MANUAL = Pattern.compile("(?m)^\\| `(kcd(?:\\.[a-z0-9]+)+)` \\|");

    @Test
    void lists_every_metric_and_no_other() throws IOException {
        // Given
        Set<String> registered = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            if (text.contains("import io.micrometer.core.instrument.")) {
                registered.addAll(found(IN_CODE, text));
                members.addAll(found(MEMBER, text));
            }
            if (text.contains("Metrics(")) {
                prefixes.addAll(found(PREFIX, text));
            }
        }
        registered.removeAll(prefixes);
        prefixes.forEach(prefix -> members.forEach(member -> registered.add(prefix + member)));

        // When
        Set<String> listed = found(IN_MANUAL, Files.readString(MANUAL));

        // Then
        assertThat(registered).hasSizeGreaterThan(10);
        assertThat(listed)
                .as("metrics in the tables of docs/operations.md, against those registered in the code")
                .containsExactlyInAnyOrderElementsOf(registered);
    }

    private static Set<Path> sources() throws IOException {
        Set<Path> sources = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path main : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(main)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
