package kcd.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceStartTest {

    private static final String LOCATIONS = "smallrye.config.locations";

    @TempDir
    Path directory;

    @AfterEach
    void forgetLocations() {
        System.clearProperty(LOCATIONS);
    }

    @Test
    void prints_every_fault_on_a_line_of_its_own() {
        // Given
        StartupFaults faults = new StartupFaults();
        faults.missing("kcd.a", "set it");
        faults.add("kcd.b", "x\ny", "is odd", "make it even");
        faults.secret("kcd.password", "is too short", "use a longer one");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        ServiceStart.print("some-service", faults, new PrintStream(out, true, StandardCharsets.UTF_8));

        // Then
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "some-service does not start: 3 faults in its configuration",
                        "  kcd.a: is not set; fix: set it",
                        "  kcd.b = \"x?y\": is odd; fix: make it even",
                        "  kcd.password = \"(hidden)\": is too short; fix: use a longer one");
    }

    @Test
    void reads_the_file_that_the_operator_named() throws IOException {
        // Given
        operatorsFile("kcd.mtls.certificate=/from/the/file");

        // When
        StartupFaults faults = ServiceStart.faults(List.of(MtlsConfig.class), ServiceStartTest::showCertificate);

        // Then
        assertThat(faults.lines()).containsExactly("kcd.mtls.certificate = \"/from/the/file\": seen; fix: none");
    }

    @Test
    void names_a_misspelt_key() throws IOException {
        // Given
        operatorsFile("kcd.mtls.certifikate=/from/the/file");

        // When
        StartupFaults faults = ServiceStart.faults(List.of(MtlsConfig.class), ServiceStartTest::showCertificate);

        // Then
        assertThat(faults.lines()).singleElement().asString().contains("kcd.mtls.certifikate");
    }

    @Test
    void reads_settings_with_their_bounds() {
        // Given
        StartupFaults faults = new StartupFaults();
        SettingReader reader = new SettingReader(faults);

        // When
        Optional<Duration> minutes = reader.duration("kcd.t", "1440m", Duration.ofMinutes(1), Duration.ofDays(7));
        Optional<Duration> tooLong = reader.duration("kcd.t", "8d", Duration.ofMinutes(1), Duration.ofDays(7));
        Optional<Duration> nonsense = reader.duration("kcd.t", "soon", Duration.ofMinutes(1), Duration.ofDays(7));
        Optional<Boolean> misspelt = reader.flag("kcd.f", "ture");
        Optional<Boolean> seg = reader.flag("kcd.f", "True");

        // Then
        assertThat(minutes).contains(Duration.ofDays(1));
        assertThat(seg).contains(true);
        assertThat(tooLong).isEmpty();
        assertThat(nonsense).isEmpty();
        assertThat(misspelt).isEmpty();
        assertThat(faults.all()).hasSize(3);
    }

    @Test
    void takes_only_absolute_http_urls() {
        // Given
        StartupFaults faults = new StartupFaults();
        SettingReader reader = new SettingReader(faults);

        // When
        List<Optional<?>> refused = List.of(
                reader.httpUrl("kcd.u", "file:///etc/passwd"),
                reader.httpUrl("kcd.u", "crl.example.com/ca.crl"),
                reader.httpUrl("kcd.u", "http://user:pass@crl.example.com/ca.crl"),
                reader.httpUrl("kcd.u", "http://crl.example.com/a b"));

        // Then
        assertThat(refused).allMatch(Optional::isEmpty);
        assertThat(faults.all()).hasSize(4);
        assertThat(reader.httpUrl("kcd.u", " https://crl.example.com/ca.crl ")).isPresent();
    }

    private void operatorsFile(String line) throws IOException {
        Path file = Files.writeString(directory.resolve("service.properties"), line);
        System.setProperty(LOCATIONS, file.toUri().toString());
    }

    private static void showCertificate(SmallRyeConfig config, StartupFaults faults) {
        String shown = config.getConfigMapping(MtlsConfig.class).certificate().orElse("nothing");
        faults.add("kcd.mtls.certificate", shown, "seen", "none");
    }
}
