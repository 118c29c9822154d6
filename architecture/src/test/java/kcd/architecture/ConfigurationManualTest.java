package kcd.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kcd.broker.config.BrokerConfig;
import kcd.crl.config.CrlConfig;
import kcd.edge.config.EdgeConfig;
import kcd.service.MtlsConfig;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/configuration.md lists is what can be set. */
@NullMarked
class ConfigurationManualTest {
    private static final Path MANUAL = Path.of("../docs/configuration.md");

    /** A table's row whose first cell names keys; in words about a single service, its name follows in parentheses. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`kcd\\.[^|]*) \\|");

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** What the administrator names: a route, a realm, a caller. */
    private static final Pattern CHOSEN = Pattern.compile("\\.(\"[^\"]+\"|[A-Z]+)(?=\\.|$)");

    static Stream<Arguments> services() {
        return Stream.of(
                Arguments.of("edge-proxy", EdgeConfig.class),
                Arguments.of("ticket-broker", BrokerConfig.class),
                Arguments.of("crl-service", CrlConfig.class));
    }

    @ParameterizedTest
    @MethodSource("services")
    void lists_every_key_of_a_service(String service, Class<?> config) throws IOException {
        // When
        Set<String> listed = listed();

        // Then
        assertThat(keys(config)).isNotEmpty();
        assertThat(listed).as("docs/configuration.md, for %s", service).containsAll(keys(config));
        assertThat(listed).containsAll(keys(MtlsConfig.class));
    }

    @Test
    void lists_no_key_that_none_has() throws IOException {
        // Given
        Set<String> known = Stream.of(EdgeConfig.class, BrokerConfig.class, CrlConfig.class, MtlsConfig.class)
                .flatMap(config -> keys(config).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(known).containsAll(listed());
    }

    private static Set<String> keys(Class<?> config) {
        return ConfigMappings.getProperties(ConfigClass.configClass(config)).entrySet().stream()
                .filter(property -> property.getValue().isLeaf()
                        || property.getValue().isOptional()
                        || property.getValue().isMap())
                .map(property -> property.getKey().replaceAll("\\[\\*]", "").replace("\"*\"", "*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** `kcd.a.b`, `.c` are kcd.a.b and kcd.a.c; `kcd.a.b`, `-c` are kcd.a.b and kcd.a.b-c. */
    private static Set<String> listed() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(MANUAL));
        while (rows.find()) {
            String first = "";
            Matcher inRow = NAME.matcher(rows.group(1));
            while (inRow.find()) {
                String name = inRow.group(1);
                if (name.endsWith(".*")) {
                    continue; // "As at the edge".
                }
                if (name.startsWith("kcd.")) {
                    first = name;
                } else if (name.startsWith("-")) {
                    name = first + name;
                } else {
                    name = parent(first, name.chars().filter(c -> c == '.').count()) + name;
                }
                names.add(CHOSEN.matcher(name).replaceAll(".*"));
            }
        }
        return names;
    }

    private static String parent(String key, long levels) {
        String parent = key;
        for (long level = 0; level < levels; level++) {
            parent = parent.substring(0, parent.lastIndexOf('.'));
        }
        return parent;
    }
}
