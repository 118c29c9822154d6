package kcd.edge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.edge.bed.TestEdge;
import kcd.edge.route.Authorization;
import kcd.edge.route.Route;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import kcd.service.Fault;
import kcd.service.StartupFaults;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
    @TempDir
    Path directory;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void sound() {
        TestCa ca = CertificateWorkshop.now().root("CA");
        ca.writeCertificate(directory, "ca");
        ca.server("edge.example.com").writePem(directory, "server");
        ca.service("edge.example.com").writePem(directory, "mtls");
        ca.user("alice@example.com").writePkcs12(directory, "alice", "secret".toCharArray());
        settings.put("kcd.tls.certificate", file("server.crt"));
        settings.put("kcd.tls.private-key", file("server.key"));
        settings.put("kcd.client-certificates.trust-store", file("ca.pem"));
        settings.put("kcd.mtls.certificate", file("mtls.crt"));
        settings.put("kcd.mtls.private-key", file("mtls.key"));
        settings.put("kcd.mtls.trust-store", file("ca.pem"));
        settings.put("kcd.broker.endpoint", "broker-0:9443, broker-1:9443");
        settings.put("kcd.routes.eas.path", "/Microsoft-Server-ActiveSync");
        settings.put("kcd.routes.eas.upstream", "https://exch1.example.com,https://exch2.example.com:8443");
        settings.put("kcd.routes.eas.target-spn", "HTTP/exch.example.com");
    }

    @Test
    void takes_sound_settings() {
        // When
        Optional<EdgeSettings> checked = TestEdge.check(settings, new StartupFaults());

        // Then
        EdgeSettings edge = checked.orElseThrow();
        assertThat(edge.listen().port()).isEqualTo(8443);
        assertThat(edge.kerberos()).isTrue();
        assertThat(edge.clients().required()).isTrue();
        assertThat(edge.brokers()).hasToString("[broker-0:9443, broker-1:9443]");
        assertThat(edge.limits().idleTimeout())
                .as("a Ping is held for 59 minutes")
                .hasMinutes(65);
        assertThat(edge.drain().answerHeldPings()).isTrue();
        assertThat(edge.tracing()).isEmpty();
        Route route = edge.routes().getFirst();
        assertThat(route.home().upstreams()).hasToString("[exch1.example.com:443, exch2.example.com:8443]");
        assertThat(route.authorization()).isEqualTo(Authorization.AUTO);
        assertThat(route.methods()).containsExactlyInAnyOrder("OPTIONS", "POST");
    }

    @Test
    void names_every_fault_at_once() throws IOException {
        // Given
        Files.writeString(directory.resolve("empty.pem"), "nothing\n");
        settings.remove("kcd.tls.certificate");
        settings.put("kcd.tls.private-key", file("absent.key"));
        settings.put("kcd.client-certificates.trust-store", file("ca.pem") + "," + file("alice.p12"));
        settings.put("kcd.mtls.trust-store", file("empty.pem"));
        settings.put("kcd.broker.endpoint", "broker");
        settings.put("kcd.routes.eas.target-spn", "exch.example.com");
        settings.put("kcd.routes.owa.upstream", "http://exch.example.com");
        settings.put("kcd.routes.ews.path", "/microsoft-server-ACTIVESYNC/");
        settings.put("kcd.routes.ews.upstream", "https://exch.example.com/ews");
        settings.put("kcd.routes.ews.target-spn", "HTTP/exch@EXAMPLE.COM");
        settings.put("kcd.routes.ews.authorization", "sometimes");
        settings.put("kcd.limits.idle-timeout", "soon");

        // When
        StartupFaults faults = new StartupFaults();
        Optional<EdgeSettings> checked = TestEdge.check(settings, faults);

        // Then
        assertThat(checked).isEmpty();
        assertThat(faults.all())
                .extracting(Fault::key)
                .contains(
                        "kcd.tls.certificate",
                        "kcd.tls.private-key",
                        "kcd.client-certificates.trust-store",
                        "kcd.mtls.trust-store",
                        "kcd.broker.endpoint",
                        "kcd.routes.eas.target-spn",
                        "kcd.routes.owa.path",
                        "kcd.routes.owa.upstream",
                        "kcd.routes.owa.target-spn",
                        "kcd.routes.ews.path",
                        "kcd.routes.ews.upstream",
                        "kcd.routes.ews.target-spn",
                        "kcd.routes.ews.authorization",
                        "kcd.limits.idle-timeout");
        assertThat(faults.all()).allSatisfy(fault -> assertThat(fault.fix()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "kcd.tls.private-key, mtls.key",
        "kcd.client-certificates.trust-store, server.crt",
        "kcd.client-certificates.trust-store, alice.p12",
    })
    void refuses_a_file_that_is_sound_but_the_wrong_one(String key, String name) {
        // Given
        settings.put(key, file(name));

        // When
        List<Fault> faults = faults();

        // Then
        assertThat(faults).extracting(Fault::key).containsOnly(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kcd.routes.eas.path|Microsoft-Server-ActiveSync",
                "kcd.routes.eas.path|//eas",
                "kcd.routes.eas.path|/a/../b",
                "kcd.routes.eas.path|/a%41",
                "kcd.routes.eas.path|/a?b",
                "kcd.routes.eas.upstream|ftp://exch.example.com",
                "kcd.routes.eas.upstream|exch.example.com",
                "kcd.routes.eas.upstream|https://user@exch.example.com",
                "kcd.routes.eas.upstream|https://exch.example.com:99999",
                "kcd.routes.eas.upstream|https://exch.example.com,",
                "kcd.routes.eas.target-spn|HTTP/",
                "kcd.routes.eas.target-spn|HTTP/exch example.com",
                "kcd.routes.eas.methods|GET,connect",
                "kcd.routes.eas.methods|TRACE",
                "kcd.routes.eas.redirect-hosts|*.com",
                "kcd.routes.eas.redirect-hosts|*",
                "kcd.routes.eas.redirect-hosts|https://mail2.example.com",
                "kcd.routes.eas.redirect-hosts|mail2.example.com=mail2",
                "kcd.routes.eas.redirect-hosts|mail2.example.com=HTTP/mail2@EXAMPLE.COM",
                "kcd.routes.eas.redirect-hosts|mail2.example.com:0",
                "kcd.routes.eas.redirect-hosts|mail2.example.com,",
                "kcd.broker.endpoint|broker:0",
                "kcd.broker.endpoint|broker:65536",
                "kcd.broker.endpoint|broker:x",
                "kcd.listen.port|70000",
                "kcd.kerberos.enabled|ture",
                "kcd.limits.header-bytes|1",
                "kcd.limits.connections-per-certificate|0",
            })
    void refuses_a_value_that_means_nothing(String key, String value) {
        // Given
        settings.put(key, value);

        // When
        List<Fault> faults = faults();

        // Then
        assertThat(faults).isNotEmpty().extracting(Fault::key).containsOnly(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"perhaps", "grace", "grace:", "grace:soon"})
    void refuses_an_unknown_policy_for_old_lists(String policy) {
        // Given
        settings.put("kcd.revocation.enabled", "true");
        settings.put("kcd.revocation.endpoint", "crl:9444");
        settings.put("kcd.revocation.when-stale", policy);

        // When
        List<Fault> faults = faults();

        // Then
        assertThat(faults).extracting(Fault::key).containsExactly("kcd.revocation.when-stale");
    }

    @Test
    void needs_neither_broker_nor_spn_nor_own_identity_without_kerberos() {
        // Given
        settings.keySet().removeIf(key -> key.startsWith("kcd.mtls") || key.startsWith("kcd.broker"));
        settings.remove("kcd.routes.eas.target-spn");
        settings.put("kcd.kerberos.enabled", "false");
        settings.put("kcd.client-certificates.required", "false");

        // When
        Optional<EdgeSettings> checked = TestEdge.check(settings, new StartupFaults());

        // Then
        assertThat(checked.orElseThrow().clients().required()).isFalse();
    }

    @Test
    void refuses_a_proof_by_kerberos_without_kerberos() {
        // Given
        settings.put("kcd.kerberos.enabled", "false");
        settings.put("kcd.routes.eas.mutual-authentication", "true");

        // When
        List<Fault> faults = faults();

        // Then
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo("kcd.routes.eas.mutual-authentication");
            assertThat(fault.line()).contains("\"true\"", "kcd.kerberos.enabled", "remove it");
        });
    }

    @Test
    void requires_certificates_whatever_is_said_while_kerberos_is_on() {
        // Given
        settings.put("kcd.client-certificates.required", "false");

        // When
        Optional<EdgeSettings> checked = TestEdge.check(settings, new StartupFaults());

        // Then
        assertThat(checked.orElseThrow().clients().required()).isTrue();
    }

    @Test
    void never_repeats_a_password() {
        // Given
        settings.put("kcd.client-certificates.trust-store", file("alice.p12"));
        settings.put("kcd.client-certificates.trust-store-password", "wrong-hunter2");

        // When
        StartupFaults faults = new StartupFaults();
        TestEdge.check(settings, faults);

        // Then
        assertThat(faults.lines()).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
    }

    private List<Fault> faults() {
        StartupFaults faults = new StartupFaults();
        assertThat(TestEdge.check(settings, faults)).isEmpty();
        return faults.all();
    }

    @Test
    void takes_the_trust_store_under_the_names_of_secure_email_gateway() {
        // Given
        settings.remove("kcd.client-certificates.trust-store");
        CertificateWorkshop.now().root("Other CA").writePfx(directory, "trust", "secret".toCharArray());
        settings.put("clientCertTrustStorePath", file("trust.pfx"));
        settings.put("clientCertTrustStorePasscode", "secret");

        // When
        Optional<EdgeSettings> checked = TestEdge.check(settings, new StartupFaults());

        // Then
        assertThat(checked.orElseThrow().clients().anchors().certificates()).hasSize(1);
    }

    @Test
    void takes_the_revocation_switch_under_the_name_of_secure_email_gateway() {
        // Given
        settings.put("enable.cert.revocation.validation", "True");
        settings.put("kcd.revocation.endpoint", "crl-service:9444");

        // When
        Optional<EdgeSettings> checked = TestEdge.check(settings, new StartupFaults());

        // Then
        assertThat(checked.orElseThrow().revocation()).isPresent();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }
}
