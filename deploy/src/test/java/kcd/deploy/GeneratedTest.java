package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build generates is what is checked in. */
class GeneratedTest {

    @ParameterizedTest
    @ValueSource(strings = {"edge-proxy", "ticket-broker", "crl-service"})
    void the_base_stands_on_what_the_build_generates(String service) throws IOException {
        // Given
        Path built = Overlay.HOME.resolveSibling(service).resolve("target/kubernetes/kubernetes.yml");
        Path checkedIn = Overlay.HOME.resolve("k8s/base").resolve(service).resolve("generated.yml");

        // When
        List<Object> generated = objects(built);

        // Then
        assertThat(objects(checkedIn)).as("cp %s %s", built, checkedIn).isEqualTo(generated);
    }

    /** Another on each machine; where there is no remote it is not there. */
    private static final String WHERE_CLONED_FROM = "app.quarkus.io/vcs-uri";

    private static List<Object> objects(Path yaml) throws IOException {
        return Overlay.parse(Files.readString(yaml)).stream()
                .map(tree -> inOrder(tree.value()))
                .toList();
    }

    /** Quarkus writes ports and probes in an order of the day. */
    private static Object inOrder(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((key, element) -> sorted.put(String.valueOf(key), inOrder(element)));
                sorted.remove(WHERE_CLONED_FROM);
                yield sorted;
            }
            case List<?> list -> {
                List<Object> sorted = new ArrayList<>();
                list.forEach(element -> sorted.add(inOrder(element)));
                sorted.sort((one, other) -> one.toString().compareTo(other.toString()));
                yield sorted;
            }
            case null -> "";
            default -> value;
        };
    }
}
