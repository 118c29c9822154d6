package kcd.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path directory;

    private final StartupFaults faults = new StartupFaults();

    @BeforeEach
    void whole() throws IOException {
        Files.createDirectories(directory.resolve("lib/main"));
        Files.createDirectories(directory.resolve("lib/boot"));
        Files.writeString(
                directory.resolve("quarkus-app-dependencies.txt"),
                "io.netty:netty-tcnative-boringssl-static:linux-x86_64:jar:2.0.74.Final\n"
                        + "org.jboss.logging:jboss-logging::jar:3.6.2.Final\n");
        Files.createFile(
                directory.resolve("lib/main/io.netty.netty-tcnative-boringssl-static-2.0.74.Final-linux-x86_64.jar"));
        Files.createFile(directory.resolve("lib/boot/org.jboss.logging.jboss-logging-3.6.2.Final.jar"));
    }

    @Test
    void is_sound_with_all_its_jars() {
        // When
        Installation.check(directory, faults);

        // Then
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void names_the_jar_that_is_missing() throws IOException {
        // Given
        String library = "lib/main/io.netty.netty-tcnative-boringssl-static-2.0.74.Final-linux-x86_64.jar";
        Files.delete(directory.resolve(library));

        // When
        Installation.check(directory, faults);

        // Then
        assertThat(faults.lines()).singleElement().asString().contains(library, "is missing", "quarkus-app");
    }

    @Test
    void is_not_asked_about_where_a_service_runs_from_classes() {
        // When
        Installation.check(faults);

        // Then
        assertThat(faults.all()).isEmpty();
    }
}
