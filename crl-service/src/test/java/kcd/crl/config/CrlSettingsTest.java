package kcd.crl.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.pki.crl.CrlBounds;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;
import kcd.service.Fault;
import kcd.service.MtlsConfig;
import kcd.service.StartupFaults;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrlSettingsTest {

    @TempDir
    Path directory;

    private final Map<String, String> values = new HashMap<>();
    private final StartupFaults faults = new StartupFaults();

    @BeforeEach
    void soundConfiguration() {
        values.put("kcd.crl.distribution-points", "http://crl.example/a.crl, https://crl.example/b.crl");
        values.put("kcd.crl.issuers", ca(CrlWorkshop.named("Users CA"), "users.pem"));
        values.put("kcd.crl.directory", directory.resolve("crls").toString());
    }

    @Test
    void takes_a_sound_configuration_with_the_defaults() {
        // When
        CrlSettings settings = read().orElseThrow();

        // Then
        assertThat(settings.distributionPoints())
                .containsExactly(URI.create("http://crl.example/a.crl"), URI.create("https://crl.example/b.crl"));
        assertThat(settings.issuers().issuers()).hasSize(1);
        assertThat(settings.fetchInterval()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.failStart()).isTrue();
        assertThat(settings.bounds()).isEqualTo(CrlBounds.DEFAULT);
        assertThat(directory.resolve("crls")).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            kcd.crl.distribution-points, ftp://crl.example/a.crl, 'is no http, https or ldap URL'
            kcd.crl.distribution-points, ldap:///CN=CA, names no directory
            kcd.crl.ldap.server, dc1.example.com, is no directory server
            kcd.crl.ldap.user, CN=reader, needs a password
            kcd.crl.from-issuer-certificates, maybe, is neither true nor false
            kcd.crl.delegated-signers, /no/such/file.pem, is no file
            kcd.crl.distribution-points, ' , ', is not set
            kcd.crl.issuers, /no/such/file.pem, is no file
            kcd.crl.issuers, ' ', is not set
            kcd.crl.fetch-interval, soon, is no duration
            kcd.crl.fetch-interval, 10s, is not between
            kcd.crl.fail-start-on-download-failure, ture, is neither true nor false
            kcd.crl.fetch-timeout, 0s, is not between
            kcd.crl.max-bytes, 10, is not between
            kcd.crl.max-bytes, 64MB, is no whole number
            kcd.crl.max-entries, 0, is not between
            kcd.crl.clock-skew, 2h, is not between
            kcd.crl.directory, /proc/crls, cannot be written to
            """)
    void refuses_one_bad_setting_by_its_name(String key, String value, String problem) {
        // Given
        values.put(key, value);

        // When
        Optional<CrlSettings> settings = read();

        // Then
        assertThat(settings).isEmpty();
        assertThat(faults.all()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo(key);
            assertThat(fault.problem()).startsWith(problem);
            assertThat(fault.fix()).isNotBlank();
        });
    }

    @Test
    void refuses_issuers_that_sign_no_lists() throws IOException {
        // Given
        CertificateWorkshop.now().root("Some CA").server("leaf").writePem(directory, "leaf");
        Path junk = Files.writeString(directory.resolve("junk.pem"), "no certificate");
        values.put("kcd.crl.issuers", directory.resolve("leaf.crt") + "," + junk);

        // When
        read();

        // Then
        assertThat(faults.all())
                .extracting(Fault::problem)
                .containsExactly("CN=leaf is no CA certificate", "holds no certificate");
    }

    @Test
    void sends_no_password_in_the_clear() {
        // Given
        values.put("kcd.crl.ldap.server", "ldap://dc1.example.com");
        values.put("kcd.crl.ldap.user", "CN=reader");
        values.put("kcd.crl.ldap.password", "s3cret");

        // When
        read();

        // Then
        assertThat(faults.lines())
                .singleElement()
                .asString()
                .contains("would send its password in the clear")
                .doesNotContain("s3cret");
    }

    @Test
    void asks_the_points_that_certificates_name_if_told_to() {
        // Given
        TestCa root = CertificateWorkshop.now().root("Root CA");
        TestCa issuing = root.intermediateBuilder("Issuing CA")
                .extension(
                        Extension.cRLDistributionPoints,
                        false,
                        points("http://pki.example/root.crl", "ldap:///CN=Root"))
                .extension(Extension.freshestCRL, false, points("http://pki.example/root+.crl"))
                .issueCa();
        values.remove("kcd.crl.distribution-points");
        values.put("kcd.crl.issuers", write("issuing.pem", issuing.certificate()));
        values.put("kcd.crl.from-issuer-certificates", "true");

        // When
        CrlSettings settings = read().orElseThrow();

        // Then: the one in the directory is left out, since there is none to ask
        assertThat(settings.distributionPoints())
                .containsExactly(URI.create("http://pki.example/root.crl"), URI.create("http://pki.example/root+.crl"));
    }

    @Test
    void takes_delegated_signers_of_its_issuers_only() {
        // Given
        TestCa ca = CertificateWorkshop.now().root("Users CA");
        TestCa signer =
                ca.intermediateBuilder("List Signer").keyUsage(KeyUsage.cRLSign).issueCa();
        values.put("kcd.crl.delegated-signers", write("signer.pem", signer.certificate()));

        // When
        read();
        values.put("kcd.crl.issuers", write("ca.pem", ca.certificate()));
        Optional<CrlSettings> settings =
                CrlSettings.read(config().getConfigMapping(CrlConfig.class), new StartupFaults());

        // Then
        assertThat(faults.all())
                .singleElement()
                .satisfies(fault -> assertThat(fault.problem()).contains("was not issued by"));
        assertThat(settings.orElseThrow().issuers().issuers()).hasSize(2);
    }

    private static CRLDistPoint points(String... uris) {
        return new CRLDistPoint(Arrays.stream(uris)
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .map(name -> new DistributionPoint(new DistributionPointName(new GeneralNames(name)), null, null))
                .toArray(DistributionPoint[]::new));
    }

    @Test
    void lists_every_fault_at_once() {
        // Given
        values.clear();
        values.put("kcd.crl.fetch-interval", "soon");
        values.put("kcd.crl.max-entries", "many");
        values.put("kcd.crl.directory", directory.toString());

        // When
        CrlSettings.check(config(), faults);

        // Then
        assertThat(faults.all())
                .extracting(Fault::key)
                .containsExactlyInAnyOrder(
                        "kcd.crl.distribution-points",
                        "kcd.crl.issuers",
                        "kcd.crl.fetch-interval",
                        "kcd.crl.max-entries",
                        "kcd.mtls.certificate",
                        "kcd.mtls.private-key",
                        "kcd.mtls.trust-store");
    }

    @Test
    void takes_the_names_of_secure_email_gateway() {
        // Given
        values.remove("kcd.crl.distribution-points");
        values.remove("kcd.crl.directory");
        values.put("remote.crl.distribution.http.uris", "http://crl.example/seg.crl");
        values.put("remote.crl.fetch.interval.in.minutes", "90");
        values.put("fail.hard.on.crl.download.failure.during.server.startup", "False");
        values.put(
                "cert.based.auth.crl.files.parent.dir.path",
                directory.resolve("seg").toString());

        // When
        CrlSettings settings = read().orElseThrow();

        // Then
        assertThat(settings.distributionPoints()).containsExactly(URI.create("http://crl.example/seg.crl"));
        assertThat(settings.fetchInterval()).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.failStart()).isFalse();
        assertThat(settings.directory()).isEqualTo(directory.resolve("seg"));
        assertThat(new CrlSegNames().inUse(config())).hasSize(4).allMatch(line -> line.contains("is read as kcd.crl."));
    }

    @Test
    void lets_our_names_win_over_those_of_secure_email_gateway() {
        // Given
        values.put("remote.crl.distribution.http.uris", "http://crl.example/seg.crl");

        // When
        List<URI> points = read().orElseThrow().distributionPoints();

        // Then
        assertThat(points).doesNotContain(URI.create("http://crl.example/seg.crl"));
    }

    private Optional<CrlSettings> read() {
        return CrlSettings.read(config().getConfigMapping(CrlConfig.class), faults);
    }

    /** The service's own application.properties, below what the test sets. */
    private SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(applicationProperties())
                .withSources(new PropertiesConfigSource(values, "administrator", 500))
                .withMapping(CrlConfig.class)
                .withMapping(MtlsConfig.class)
                .build();
    }

    private static PropertiesConfigSource applicationProperties() {
        try {
            return new PropertiesConfigSource(CrlSettingsTest.class.getResource("/application.properties"), 250);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ca(CrlWorkshop ca, String name) {
        return write(name, ca.certificate());
    }

    private String write(String name, X509Certificate certificate) {
        try {
            return Files.writeString(directory.resolve(name), Pem.of(certificate))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
