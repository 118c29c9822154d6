package kcd.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.KeyKind;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MtlsSettingsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path directory;

    private final StartupFaults faults = new StartupFaults();
    private Path certificate;
    private Path key;

    private final TestCa ca = CertificateWorkshop.at(NOW).root("Mesh CA");

    @BeforeEach
    void writePair() {
        Credential.PemFiles files = ca.service("me", "localhost").writePem(directory, "tls");
        certificate = files.certificate();
        key = files.privateKey();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"RSA_2048", "P256"})
    void takes_a_pair_whose_key_is_in_the_traditional_form(KeyKind kind) throws IOException {
        // Given
        Credential pair = ca.leaf("own").key(kind).issue();
        Path crt = pair.writePem(directory, "own").certificate();
        Path own = Files.writeString(directory.resolve("own.key"), Pem.traditional(pair.privateKey()));

        // When
        Optional<MtlsSettings> settings = read(crt, own, certificate, NOW);

        // Then
        assertThat(faults.lines()).isEmpty();
        assertThat(settings).contains(new MtlsSettings(crt, own, certificate));
    }

    @Test
    void lists_all_three_keys_when_none_is_set() {
        // When
        Optional<MtlsSettings> settings = MtlsSettings.read(
                config(Optional.empty(), Optional.empty(), Optional.empty()), Clock.systemUTC(), faults);

        // Then
        assertThat(settings).isEmpty();
        assertThat(faults.all())
                .extracting(Fault::key)
                .containsExactly("kcd.mtls.certificate", "kcd.mtls.private-key", "kcd.mtls.trust-store");
    }

    @Test
    void refuses_files_that_do_not_exist() {
        // When
        read(directory.resolve("no.crt"), directory.resolve("no.key"), directory.resolve("no.ca"), NOW);

        // Then
        assertThat(faults.all()).hasSize(3).allMatch(fault -> fault.problem().equals("is no file"));
    }

    @Test
    void refuses_a_key_of_another_certificate() {
        // Given
        Path stranger = ca.leaf("x").issue().writePem(directory, "stranger").privateKey();

        // When
        read(certificate, stranger, certificate, NOW);

        // Then
        assertThat(faults.lines()).singleElement().asString().contains("is not the key of the first certificate");
    }

    @Test
    void refuses_a_key_of_another_algorithm() {
        // Given
        Path stranger = ca.leaf("x")
                .key(KeyKind.RSA_2048)
                .issue()
                .writePem(directory, "stranger")
                .privateKey();

        // When
        read(certificate, stranger, certificate, NOW);

        // Then
        assertThat(faults.lines()).singleElement().asString().contains("is not the key of the first certificate");
    }

    @Test
    void refuses_an_expired_certificate() {
        // When
        read(certificate, key, certificate, NOW.plus(Duration.ofDays(3000)));

        // Then
        assertThat(faults.lines()).singleElement().asString().contains("renew the certificate");
    }

    @Test
    void refuses_a_certificate_that_is_not_valid_yet() {
        // When
        read(certificate, key, certificate, NOW.minus(Duration.ofDays(3000)));

        // Then
        assertThat(faults.lines()).singleElement().asString().contains("is not valid before");
    }

    @Test
    void never_prints_what_a_broken_key_file_holds() throws IOException {
        // Given
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nMIIsecretsecret*****\n-----END PRIVATE KEY-----\n");

        // When
        read(certificate, key, certificate, NOW);

        // Then
        assertThat(faults.lines())
                .singleElement()
                .asString()
                .contains(key.toString())
                .doesNotContain("secret");
    }

    @Test
    void refuses_a_trust_store_without_certificates() throws IOException {
        // Given
        Path empty = Files.writeString(directory.resolve("ca.pem"), "");
        Path junk = Files.writeString(directory.resolve("junk.pem"), "these are not the certificates");

        // When
        read(certificate, key, empty, NOW);
        read(certificate, key, junk, NOW);

        // Then
        assertThat(faults.all()).hasSize(2).allMatch(fault -> fault.key().equals("kcd.mtls.trust-store"));
    }

    private Optional<MtlsSettings> read(Path crt, Path privateKey, Path trust, Instant now) {
        List<Optional<String>> paths =
                List.of(Optional.of(crt.toString()), Optional.of(privateKey.toString()), Optional.of(trust.toString()));
        return MtlsSettings.read(
                config(paths.get(0), paths.get(1), paths.get(2)), Clock.fixed(now, ZoneOffset.UTC), faults);
    }

    private static MtlsConfig config(Optional<String> crt, Optional<String> privateKey, Optional<String> trust) {
        return new MtlsConfig() {
            @Override
            public Optional<String> certificate() {
                return crt;
            }

            @Override
            public Optional<String> privateKey() {
                return privateKey;
            }

            @Override
            public Optional<String> trustStore() {
                return trust;
            }
        };
    }
}
