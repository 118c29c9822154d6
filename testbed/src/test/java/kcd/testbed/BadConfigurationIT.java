package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import kcd.kerberos.name.Principal;
import kcd.lab.pki.LabPki;
import kcd.lab.process.ServiceProcess;
import kcd.pki.workshop.Credential.PemFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged services, badly configured: no start, every fault named at once, no stack trace, no secret. */
class BadConfigurationIT {
    private static final Bed BED = Bed.current();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    private LabPki pki;
    private String deviceCa;

    @BeforeEach
    void makeCertificates() {
        pki = new LabPki(directory);
        deviceCa = pki.anchorFile(pki.devices(), "device-ca").toString();
    }

    @Test
    void the_broker_names_every_fault_of_its_account_and_domains() throws Exception {
        // Given
        Map<String, String> settings = broker();
        settings.put(
                "kcd.service-account.keytab",
                directory.resolve("missing.keytab").toString());
        settings.put("kcd.domains.\"amer.worldwide.test\".domain-controllers", "127.0.0.1");
        settings.put("kcd.domains.\"EMEA.WORLDWIDE.TEST\".domain-controllers", "");
        settings.put(
                "kcd.client-certificates.trust-store",
                directory.resolve("nowhere.pem").toString());

        // When
        String output = refusedStart("ticket-broker", settings);

        // Then
        assertThat(output)
                .contains("kcd.service-account.keytab")
                .contains("missing.keytab")
                .contains("amer.worldwide.test")
                .contains("EMEA.WORLDWIDE.TEST")
                .contains("nowhere.pem");
    }

    @Test
    void the_broker_says_whose_keys_a_keytab_holds_instead() throws Exception {
        // Given
        Map<String, String> settings = broker();
        Principal other = Principal.parse("svc_plain@WORLDWIDE.TEST");
        settings.put("kcd.service-account.keytab", BED.keytabFile(other).toString());

        // When
        String output = refusedStart("ticket-broker", settings);

        // Then
        assertThat(output).contains("SVC_awseg@WORLDWIDE.TEST").contains("svc_plain@WORLDWIDE.TEST");
    }

    @Test
    void the_broker_takes_a_keytab_or_a_password_and_prints_neither() throws Exception {
        // Given
        Map<String, String> settings = broker();
        settings.put("kcd.service-account.password", "Correct-Horse-Battery");

        // When
        String output = refusedStart("ticket-broker", settings);

        // Then
        assertThat(output).contains("kcd.service-account.password").doesNotContain("Correct-Horse-Battery");
    }

    @Test
    void the_edge_refuses_pem_and_pfx_together_and_names_the_rest_too() throws Exception {
        // Given
        Path pfx = pki.devices().credential().writePkcs12(directory, "devices", "secret-of-the-store".toCharArray());
        Map<String, String> settings = mtls("edge-proxy");
        settings.put("kcd.client-certificates.trust-store", deviceCa + "," + pfx);
        settings.put("kcd.client-certificates.trust-store-password", "secret-of-the-store");
        settings.put("kcd.tls.certificate", deviceCa);
        settings.put("kcd.routes.eas.path", "/Microsoft-Server-ActiveSync");
        settings.put("kcd.routes.eas.upstream", "http://exch.worldwide.test");

        // When
        String output = refusedStart("edge-proxy", settings);

        // Then
        assertThat(output)
                .contains("kcd.client-certificates.trust-store")
                .contains("kcd.tls.private-key")
                .contains("kcd.routes.eas.upstream")
                .contains("kcd.routes.eas.target-spn")
                .contains("kcd.broker.endpoint")
                .doesNotContain("secret-of-the-store");
    }

    @Test
    void the_crl_service_wants_to_know_what_to_fetch_and_whom_to_believe() throws Exception {
        // When
        String output = refusedStart("crl-service", mtls("crl-service"));

        // Then
        assertThat(output).contains("kcd.crl.distribution-points").contains("kcd.crl.issuers");
    }

    private Map<String, String> broker() {
        Principal account = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
        Map<String, String> settings = mtls("ticket-broker");
        settings.put("kcd.service-account.principal", account.toString());
        settings.put("kcd.service-account.keytab", BED.keytabFile(account).toString());
        settings.put("kcd.domains.\"WORLDWIDE.TEST\".domain-controllers", "127.0.0.1");
        settings.put("kcd.client-certificates.trust-store", deviceCa);
        settings.put("kcd.callers.edge.san", "edge-proxy");
        settings.put("kcd.callers.edge.allowed-spns", "HTTP/exch.worldwide.test");
        return settings;
    }

    private Map<String, String> mtls(String service) {
        PemFiles identity = pki.files(pki.services().service(service), service);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.management.port", "0");
        settings.put("kcd.mtls.certificate", identity.certificate().toString());
        settings.put("kcd.mtls.private-key", identity.privateKey().toString());
        settings.put(
                "kcd.mtls.trust-store",
                pki.anchorFile(pki.services(), "service-ca").toString());
        return settings;
    }

    private String refusedStart(String service, Map<String, String> settings) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("kcd.project", ".."));
        try (ServiceProcess process = ServiceProcess.start(home, service, directory, settings)) {
            assertThat(process.awaitExit(PATIENCE))
                    .as("%s ends by itself", service)
                    .isTrue();
            assertThat(process.exitCode()).isEqualTo(2);
            String output = Files.readString(process.log());
            assertThat(output).doesNotContain("\tat ").doesNotContain("Exception");
            return output;
        }
    }
}
