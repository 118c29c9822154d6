package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The preflight Job on top of an installation: what the services have, it has, and it runs as they do. */
class PreflightTest {

    @Test
    void the_job_has_the_settings_and_files_of_the_services(@TempDir Path directory) throws Exception {
        // Given
        Overlay overlay = onTopOfProduction(directory);

        // When
        Workload job = new Workload(overlay.find("Job", "preflight").orElseThrow());

        // Then
        Workload broker =
                new Workload(overlay.find("Deployment", "ticket-broker").orElseThrow());
        assertThat(job.secrets()).isEqualTo(broker.secrets());
        assertThat(job.configMaps()).containsAll(broker.configMaps()).containsAll(settingsOf(overlay));
        assertThat(mountPaths(job)).containsAll(mountPaths(broker));
    }

    @Test
    void the_job_keeps_to_the_profile_restricted_and_ends(@TempDir Path directory) throws Exception {
        // Given
        Overlay overlay = onTopOfProduction(directory);

        // When
        Tree job = overlay.find("Job", "preflight").orElseThrow();

        // Then
        assertThat(job.at("spec", "backoffLimit").number()).isZero();
        assertThat(job.at("spec", "activeDeadlineSeconds").number()).isPositive();
        Workload workload = new Workload(job);
        assertThat(workload.spec().at("securityContext", "runAsNonRoot").text()).isEqualTo("true");
        assertThat(workload.spec().at("automountServiceAccountToken").text()).isEqualTo("false");
        assertThat(workload.containers()).singleElement().satisfies(container -> {
            assertThat(container.at("image").text()).isEqualTo("registry.example/kcd-gateway/preflight:0.1.0");
            Tree context = container.at("securityContext");
            assertThat(context.at("readOnlyRootFilesystem").text()).isEqualTo("true");
            assertThat(context.at("allowPrivilegeEscalation").text()).isEqualTo("false");
            assertThat(context.at("capabilities", "drop").each().map(Tree::text))
                    .containsExactly("ALL");
        });
        SchemaTest.validate(job);
    }

    /** The settings' ConfigMaps, whose names end in a hash. */
    private static Set<String> settingsOf(Overlay overlay) {
        return overlay.kind("ConfigMap")
                .map(map -> map.at("metadata", "name").text())
                .filter(name -> name.matches("(edge-proxy|crl-service|ticket-broker)-.+"))
                .collect(Collectors.toSet());
    }

    private static Set<String> mountPaths(Workload workload) {
        return workload.containers()
                .flatMap(container -> container.at("volumeMounts").each())
                .map(mount -> mount.at("mountPath").text())
                .collect(Collectors.toSet());
    }

    /** A copy of production with the line taken in that stands there as a comment. */
    private static Overlay onTopOfProduction(Path directory) throws Exception {
        Path k8s = Overlay.HOME.resolve("k8s");
        try (Stream<Path> all = Files.walk(k8s)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(k8s.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path site = directory.resolve("overlays/production");
        Path kustomization = site.resolve("kustomization.yaml");
        String text = Files.readString(kustomization);
        Files.writeString(kustomization, text.replaceFirst("# (- ../../components/preflight) .*", "$1"));
        return new Overlay("production with preflight", Overlay.kustomize(site));
    }
}
