package kcd.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import kcd.pki.path.TrustAnchors;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator of Secure Email Gateway wrote does here what it did there. */
class BrokerSegNamesTest {
    private static final String TRUST_STORE = "kcd.client-certificates.trust-store";
    private static final TestCa OTHER = CertificateWorkshop.now().root("Other CA");

    @TempDir
    Path directory;

    private SoundBroker broker;
    private Map<String, String> settings;

    @BeforeEach
    void soundSettings() {
        broker = new SoundBroker(directory);
        settings = broker.settings();
    }

    @Test
    void the_path_of_the_trust_store_is_a_comma_separated_list() {
        // Given
        String ours = settings.remove(TRUST_STORE);
        settings.put("clientCertTrustStorePath", ours + ", " + OTHER.writeCertificate(directory, "other"));

        // Then
        assertThat(anchors().certificates()).hasSize(2);
    }

    @Test
    void the_passcode_opens_a_pfx() {
        // Given
        settings.remove(TRUST_STORE);
        settings.put(
                "clientCertTrustStorePath",
                OTHER.writePfx(directory, "trust", "secret".toCharArray()).toString());
        settings.put("clientCertTrustStorePasscode", "secret");

        // Then
        assertThat(anchors().certificates()).hasSize(1);
    }

    @Test
    void an_empty_passcode_goes_with_pem_files() {
        settings.put("clientCertTrustStorePasscode", "");
        assertThat(anchors().certificates()).hasSize(1);
    }

    @Test
    void revocation_is_switched_on() {
        // Given
        settings.put("enable.cert.revocation.validation", "True");
        settings.put("kcd.revocation.endpoint", "crl-service:9444");

        // Then
        assertThat(broker.read().revocation()).isPresent();
    }

    @Test
    void the_common_name_serves_as_upn() {
        settings.put("enable.upn.lookup.from.subject.cn", "true");
        assertThat(broker.read().userFromSubjectCn()).isTrue();
    }

    @Test
    void the_directory_is_bound_to_by_the_named_account() {
        // Given
        settings.put("cert.mapping.ldap.user", "CN=svc,DC=a,DC=test");
        var user = new AtomicReference<String>();

        // When
        broker.readBy((config, _) -> config.getConfigMapping(BrokerConfig.class)
                .certificateMapping()
                .ldap()
                .user()
                .ifPresent(user::set));

        // Then
        assertThat(user).hasValue("CN=svc,DC=a,DC=test");
    }

    @Test
    void our_name_wins() {
        settings.put("clientCertTrustStorePath", "/nowhere.pem");
        assertThat(anchors().certificates()).hasSize(1);
    }

    private TrustAnchors anchors() {
        return broker.read().clientTrust().anchors();
    }
}
