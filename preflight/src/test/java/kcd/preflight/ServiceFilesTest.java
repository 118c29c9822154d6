package kcd.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kcd.crl.config.CrlConfig;
import kcd.service.StartupFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word counts: preflight's before the files', theirs before what the service brings. */
class ServiceFilesTest {

    @TempDir
    Path directory;

    @Test
    void what_preflight_needs_otherwise_goes_before_the_files() throws Exception {
        // Given
        String file = file("kcd.crl.directory=/var/lib/kcd/crls");

        // When
        SmallRyeConfig config = read(file, Map.of("kcd.crl.directory", "/tmp/scratch"));

        // Then
        assertThat(config.getValue("kcd.crl.directory", String.class)).isEqualTo("/tmp/scratch");
    }

    @Test
    void the_files_go_before_what_the_service_brings() throws Exception {
        // Given
        String file = file("quarkus.shutdown.timeout=99s");

        // When
        SmallRyeConfig config = read(file, Map.of());

        // Then
        assertThat(config.getValue("quarkus.shutdown.timeout", String.class)).isEqualTo("99s");
        assertThat(config.getValue("quarkus.application.name", String.class)).isEqualTo("crl-service");
    }

    private String file(String line) throws Exception {
        return Files.writeString(directory.resolve("crl.properties"), line + "\n")
                .toString();
    }

    private static SmallRyeConfig read(String file, Map<String, String> overrides) {
        StartupFaults faults = new StartupFaults();
        SmallRyeConfig config = ServiceFiles.read(file, CrlConfig.class, List.of(), overrides, faults)
                .orElseThrow();
        assertThat(faults.isEmpty()).isTrue();
        return config;
    }
}
