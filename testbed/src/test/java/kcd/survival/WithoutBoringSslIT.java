package kcd.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import kcd.lab.process.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged edge where BoringSSL does not load: it says so and does not start, instead of serving more slowly and
/// with another TLS.
class WithoutBoringSslIT {
    private static final Duration EXIT = Duration.ofSeconds(120);
    private static final int BAD_CONFIGURATION = 2;
    private static final String LIBRARY = "netty-tcnative-boringssl-static";
    private static final String DOES_NOT_LOAD = "BoringSSL (netty-tcnative) does not load on this platform: ";
    private static final Path BUILT = ServiceProcess.jar(Path.of(System.getProperty("kcd.project", "..")), "edge-proxy")
            .getParent();

    @TempDir
    Path directory;

    @Test
    void refuses_to_start_where_it_is_switched_off() throws Exception {
        assertRefused(BUILT, DOES_NOT_LOAD, "-Dio.netty.handler.ssl.noOpenSsl=true");
    }

    @Test
    void refuses_to_start_where_there_is_none_for_this_platform() throws Exception {
        // Given
        Path incomplete = directory.resolve("quarkus-app");
        copy(incomplete, jar -> new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close());

        // Then
        assertRefused(incomplete, DOES_NOT_LOAD);
    }

    @Test
    void refuses_to_start_where_it_was_left_out() throws Exception {
        // Given
        Path incomplete = directory.resolve("quarkus-app");
        copy(incomplete, _ -> {});

        // Then
        assertRefused(incomplete, LIBRARY);
    }

    private void assertRefused(Path application, String why, String... options) throws Exception {
        // When
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", application.resolve("quarkus-run.jar").toString()));
        try (ServiceProcess edge =
                ServiceProcess.start("edge-proxy", command, directory, Map.of("quarkus.management.port", "0"))) {
            // Then
            assertThat(edge.awaitExit(EXIT)).isTrue();
            assertThat(edge.exitCode()).isEqualTo(BAD_CONFIGURATION);
            assertThat(edge.log())
                    .content()
                    .contains("edge-proxy does not start: ", why)
                    .doesNotContain("\tat ");
        }
    }

    private interface Instead {
        void put(Path jar) throws IOException;
    }

    /// A copy of what was built, with something else in the library's place.
    private static void copy(Path copy, Instead instead) throws IOException {
        Files.walkFileTree(BUILT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(copy.resolve(BUILT.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Path to = copy.resolve(BUILT.relativize(from));
                if (from.getFileName().toString().contains(LIBRARY)) {
                    instead.put(to);
                } else {
                    Files.copy(from, to);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
