package kcd.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kcd.pki.crl.IssuerId;
import kcd.pki.revocation.RevocationPolicy;
import kcd.pki.revocation.WhenStale;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import kcd.service.Fault;
import kcd.service.StartupFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationReaderTest {

    @TempDir
    Path directory;

    private final StartupFaults faults = new StartupFaults();
    private final Map<String, RevocationConfig.Authority> authorities = new HashMap<>();

    @Test
    void gives_each_authority_its_own_rule() {
        // Given
        TestCa partners = CertificateWorkshop.now().root("Partners CA");
        TestCa others = CertificateWorkshop.now().root("Users CA");
        String file = partners.writeCertificate(directory, "partners").toString();
        authorities.put("partners", authority(Optional.of(file), Optional.of("grace:24h")));

        // When
        RevocationSettings settings = read("true", "crl-service:9444", "reject").orElseThrow();

        // Then
        RevocationPolicy policy = settings.policy();
        assertThat(policy.forIssuer(IssuerId.of(partners.certificate())))
                .isEqualTo(new WhenStale.Grace(Duration.ofHours(24)));
        assertThat(policy.forIssuer(IssuerId.of(others.certificate()))).isEqualTo(new WhenStale.Reject());
        assertThat(settings.host()).isEqualTo("crl-service");
        assertThat(settings.port()).isEqualTo(9444);
    }

    @Test
    void names_every_fault_at_once() {
        // Given
        authorities.put("partners", authority(Optional.of("/no/such.pem"), Optional.of("sometimes")));
        authorities.put("others", authority(Optional.empty(), Optional.empty()));

        // When
        read("true", "crl-service", "never");

        // Then
        assertThat(faults.all())
                .extracting(Fault::key)
                .containsExactlyInAnyOrder(
                        "kcd.revocation.when-stale",
                        "kcd.revocation.endpoint",
                        "kcd.revocation.authorities.partners.certificate",
                        "kcd.revocation.authorities.partners.when-stale",
                        "kcd.revocation.authorities.others.certificate",
                        "kcd.revocation.authorities.others.when-stale");
    }

    @Test
    void asks_for_nothing_while_it_is_off() {
        assertThat(read("false", "", "never")).isEmpty();
        assertThat(faults.all()).isEmpty();
    }

    private Optional<RevocationSettings> read(String enabled, String endpoint, String whenStale) {
        return new RevocationReader(faults).read(new RevocationConfig() {
            @Override
            public String enabled() {
                return enabled;
            }

            @Override
            public Optional<String> endpoint() {
                return Optional.of(endpoint);
            }

            @Override
            public String whenStale() {
                return whenStale;
            }

            @Override
            public Map<String, Authority> authorities() {
                return authorities;
            }
        });
    }

    private static RevocationConfig.Authority authority(Optional<String> certificate, Optional<String> whenStale) {
        return new RevocationConfig.Authority() {
            @Override
            public Optional<String> certificate() {
                return certificate;
            }

            @Override
            public Optional<String> whenStale() {
                return whenStale;
            }
        };
    }
}
