package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kcd.broker.config.BrokerConfig;
import kcd.crl.config.CrlConfig;
import kcd.edge.config.EdgeConfig;
import kcd.service.MtlsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is named somewhere is there: Secrets, ConfigMaps, files, settings. */
class ReferencesTest {

    /** What an administrator makes, because only he can: named at the top of the overlay's kustomization. */
    private static final Map<String, Set<String>> BY_THE_ADMINISTRATOR = Map.of(
            "production", Set.of("service-account-keytab", "edge-proxy-session-tickets", "device-ca"),
            "demo", Set.of(),
            "demo-preflight", Set.of(),
            // On top of the demo, where the lab made it.
            "test", Set.of("demo-fleet"));

    private static final Map<String, Class<?>> CONFIGURATIONS =
            Map.of("edge-proxy", EdgeConfig.class, "ticket-broker", BrokerConfig.class, "crl-service", CrlConfig.class);

    @ParameterizedTest
    @MethodSource("kcd.deploy.Overlay#all")
    void every_secret_and_configmap_comes_from_somewhere(Overlay overlay) {
        // Given
        Set<String> there = new HashSet<>(BY_THE_ADMINISTRATOR.getOrDefault(overlay.name(), Set.of()));
        overlay.kind("Secret", "ConfigMap")
                .forEach(object -> there.add(object.at("metadata", "name").text()));
        overlay.kind("Certificate")
                .forEach(object -> there.add(object.at("spec", "secretName").text()));
        overlay.kind("Role")
                .flatMap(role -> role.at("rules").each())
                .flatMap(rule -> rule.at("resourceNames").each())
                .forEach(name -> there.add(name.text()));

        // When
        Set<String> used = overlay.workloads()
                .flatMap(workload -> Stream.concat(workload.secrets().stream(), workload.configMaps().stream()))
                .collect(Collectors.toSet());

        // Then
        assertThat(there).containsAll(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void settings_name_files_that_are_mounted(String name) {
        Overlay overlay = Overlay.of(name);
        assertThat(overlay.services()).hasSize(3).allSatisfy(service -> {
            List<String> mounts = service.containers()
                    .flatMap(container -> container.at("volumeMounts").each())
                    .map(mount -> mount.at("mountPath").text())
                    .toList();
            Set<String> volumes = service.spec()
                    .at("volumes")
                    .each()
                    .map(volume -> volume.at("name").text())
                    .collect(Collectors.toSet());
            assertThat(service.containers()
                            .flatMap(container -> container.at("volumeMounts").each())
                            .map(mount -> mount.at("name").text()))
                    .allMatch(volumes::contains);
            assertThat(Settings.of(overlay, service).values().stream().filter(value -> value.matches("/(etc|var)/.*")))
                    .isNotEmpty()
                    .allSatisfy(path ->
                            assertThat(mounts).anyMatch(mount -> path.equals(mount) || path.startsWith(mount + "/")));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void settings_are_known_to_their_service(String name) {
        Overlay overlay = Overlay.of(name);
        assertThat(overlay.services()).hasSize(3).allSatisfy(service -> {
            Map<String, String> settings = Settings.of(overlay, service);
            assertThat(settings).hasSizeGreaterThan(5);
            // Refuses what no mapping knows.
            new SmallRyeConfigBuilder()
                    .withMapping(CONFIGURATIONS.get(service.name()))
                    .withMapping(MtlsConfig.class)
                    .withSources(new PropertiesConfigSource(settings, service.name(), 100))
                    .build();
        });
    }
}
