package kcd.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {

    private static final String NAME = "fake-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void packageTheService() throws IOException {
        settings.put("greeting", "hello");
        settings.put(
                "quarkus.management.port", Integer.toString(FreePorts.find(1).getFirst()));
        Path jar = ServiceProcess.jar(home, NAME);
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = FakeService.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
    }

    @Test
    void starts_waits_logs_and_stops() throws Exception {
        // When
        ServiceProcess service = ServiceProcess.start(home, NAME, home, settings);
        service.awaitReady(TIMEOUT);
        boolean alive = service.isAlive();
        service.close();

        // Then
        assertThat(alive).isTrue();
        assertThat(service.isAlive()).isFalse();
        assertThat(service.log()).content().contains("greeting: hello");
    }

    @Test
    void tells_when_a_service_refuses_to_start() throws Exception {
        // Given
        settings.put("refuse", "yes");

        // When
        try (ServiceProcess service = ServiceProcess.start(home, NAME, home, settings)) {
            ServiceStartException refused =
                    catchThrowableOfType(ServiceStartException.class, () -> service.awaitReady(TIMEOUT));

            // Then
            assertThat(refused).hasMessage("fake-service ended with exit code 3");
            assertThat(refused.log()).isEqualTo(service.log());
        }
    }

    @Test
    void gives_up_when_a_service_never_becomes_ready() throws Exception {
        // Given
        settings.put(
                "quarkus.management.port", Integer.toString(FreePorts.find(1).getFirst()));
        try (ServiceProcess service = ServiceProcess.start(home, NAME, home, settings)) {
            // When
            ServiceStartException late =
                    catchThrowableOfType(ServiceStartException.class, () -> service.awaitReady(Duration.ZERO));

            // Then
            assertThat(late).hasMessage("fake-service is not ready after 0 s");
        }
    }
}
