package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object against the schema of Kubernetes 1.32, which refuses unknown fields. */
class SchemaTest {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    /** Of operators, whose schema is theirs. */
    private static final Set<String> FOREIGN = Set.of("cert-manager.io/v1", "monitoring.coreos.com/v1");

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void every_object_keeps_to_the_schema(Overlay overlay) throws Exception {
        // Given
        var ours = overlay.objects().stream()
                .filter(object -> !FOREIGN.contains(object.at("apiVersion").text()))
                .toList();

        // When
        for (Tree object : ours) {
            validate(object);
        }

        // Then
        assertThat(ours).isNotEmpty();
    }

    @Test
    void a_misspelt_field_does_not_pass() {
        // Given
        Tree misspelt = Overlay.parse("""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: x
                spec:
                  selector:
                    matchLabels: {a: b}
                  template:
                    spec:
                      containers:
                        - name: x
                          resuorces: {}
                """).getFirst();

        // When
        assertThatThrownBy(() -> validate(misspelt))
                // Then
                .rootCause()
                .hasMessageContaining("resuorces");
    }

    static void validate(Tree object) throws Exception {
        String version = object.at("apiVersion").text();
        String type = version.substring(version.indexOf('/') + 1).toUpperCase(Locale.ROOT)
                + object.at("kind").text();
        try {
            Class.forName(MODELS + type)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, new Gson().toJsonTree(object.value()));
        } catch (InvocationTargetException e) {
            throw new AssertionError(
                    object.at("kind").text() + " "
                            + object.at("metadata", "name").text(),
                    e.getCause());
        }
    }
}
