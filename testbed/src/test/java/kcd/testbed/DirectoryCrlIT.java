package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kcd.kerberos.name.Realm;
import kcd.lab.pki.LabPki;
import kcd.lab.pki.LabTls;
import kcd.lab.process.GatewayBase;
import kcd.lab.process.ServiceProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revocation list where Active Directory's CAs publish theirs by default, in a real directory: the packaged crl-service. */
class DirectoryCrlIT {
    private static final Bed BED = Bed.current();
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");
    private static final Path PROJECT = Path.of(System.getProperty("kcd.project", ".."));
    private static final Duration START = Duration.ofSeconds(180);
    private static final int LDAPS = 636;
    private static final int NO_LISTS = 3;

    private static final String PLACE =
            "CN=kcd test CA,CN=CDP,CN=Public Key Services,CN=Services,CN=Configuration," + BED.realm(HOME, "base-dn");

    @TempDir
    Path directory;

    private LabPki pki;
    private GatewayBase base;
    private LDAPConnection administrator;

    @BeforeEach
    void publish() throws Exception {
        pki = new LabPki(directory);
        base = new GatewayBase(pki, directory);
        pki.revocations().revoke(pki.devices().user("alice@worldwide.test").certificate());
        administrator =
                new LDAPConnection(LabTls.client(Optional.empty(), ca()).getSocketFactory(), BED.address(HOME), LDAPS);
        administrator.bind(BED.realm(HOME, "administrator"), BED.get("administrator.password"));
        withdraw();
        administrator.add(
                PLACE,
                new Attribute("objectClass", "cRLDistributionPoint"),
                new Attribute("certificateRevocationList", pki.revocations().issue()));
    }

    @AfterEach
    void stop() throws Exception {
        withdraw();
        administrator.close();
    }

    private static X509Certificate ca() throws Exception {
        try (InputStream in = Files.newInputStream(BED.ca())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void withdraw() throws LDAPException {
        try {
            administrator.delete(PLACE);
        } catch (LDAPException e) {
            if (!e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                throw e;
            }
        }
    }

    @Test
    void is_fetched_by_the_url_that_certificates_name() throws Exception {
        // Given
        Map<String, String> settings = settings();
        settings.put("kcd.crl.ldap.user", BED.realm(HOME, "administrator"));
        settings.put("kcd.crl.ldap.password", BED.get("administrator.password"));

        // When
        try (ServiceProcess service = ServiceProcess.start(PROJECT, "crl-service", directory, settings)) {
            service.awaitReady(START);

            // Then
            assertThat(metrics()).containsPattern("(?m)^kcd_crl_entries\\{.*} 1\\.0$");
        }
    }

    @Test
    void is_not_for_strangers_and_the_reason_is_told() throws Exception {
        // When
        try (ServiceProcess service = ServiceProcess.start(PROJECT, "crl-service", directory, settings())) {
            // Then
            assertThat(service.awaitExit(START)).isTrue();
            assertThat(service.exitCode()).isEqualTo(NO_LISTS);
            assertThat(service.log()).content().contains("no usable list from ldap:///");
        }
    }

    /** As AD writes it into certificates: without a host. A comma would part two points, so it is written %2C. */
    private Map<String, String> settings() throws Exception {
        String place = PLACE.replace(" ", "%20").replace(",", "%2C");
        URI point = URI.create("ldap:///" + place + "?certificateRevocationList?base?objectClass=cRLDistributionPoint");
        Map<String, String> settings = base.crlService(point);
        settings.put("kcd.crl.ldap.server", "ldaps://" + BED.address(HOME));
        settings.put("kcd.crl.ldap.trust-store", BED.ca().toString());
        return settings;
    }

    private String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + base.managementPort("crl-service") + "/q/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
