package kcd.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kcd.broker.mapping.DirectoryAddress;
import kcd.broker.mapping.DirectoryAddress.Protection;
import kcd.broker.mapping.DirectorySettings;
import kcd.broker.mapping.MappingMethod;
import kcd.broker.mapping.MappingSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateMappingSettingsTest {
    private static final String MAPPING = "kcd.certificate-mapping.";
    private static final String LDAP = MAPPING + "ldap.";

    @TempDir
    Path directory;

    private SoundBroker broker;
    private Map<String, String> settings;

    @BeforeEach
    void mappingByLdap() {
        broker = new SoundBroker(directory);
        settings = broker.settings();
        settings.put(MAPPING + "enabled", "true");
        settings.put(LDAP + "url", "ldaps://dc1.a.test:3269");
        settings.put(LDAP + "user", "CN=svc,DC=a,DC=test");
        settings.put(LDAP + "password", "pw");
    }

    @Test
    void is_off_unless_switched_on() {
        settings.keySet().removeIf(key -> key.startsWith(MAPPING));
        assertThat(broker.read().mapping()).isEmpty();
    }

    @Test
    void looks_for_the_published_certificate_and_nothing_else_by_default() throws IOException {
        // When
        MappingSettings mapping = broker.read().mapping().orElseThrow();

        // Then
        assertThat(mapping.methods()).containsExactly(MappingMethod.USER_CERTIFICATE);
        assertThat(mapping.fallbackToName()).isFalse();
        assertThat(ldap().base()).isEmpty();
        assertThat(ldap().password().read()).isEqualTo("pw".toCharArray());
    }

    @Test
    void several_servers_may_have_a_base_between_them() {
        // Given
        settings.put(LDAP + "url", "ldaps://dc1.a.test/dc=a\\,dc=test , ldap://dc2.a.test:3268/dc=a\\,dc=test");
        settings.put(LDAP + "start-tls", "true");

        // Then
        assertThat(ldap().servers())
                .containsExactly(
                        new DirectoryAddress("dc1.a.test", 636, Protection.TLS),
                        new DirectoryAddress("dc2.a.test", 3268, Protection.START_TLS));
        assertThat(ldap().base()).contains("dc=a,dc=test");
    }

    @Test
    void the_passwords_file_is_read_each_time() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("pw"), "old\n");
        settings.remove(LDAP + "password");
        settings.put(LDAP + "password-file", file.toString());
        DirectorySettings ldap = ldap();

        // When
        Files.writeString(file, "new\n");

        // Then
        assertThat(ldap.password().read()).isEqualTo("new".toCharArray());
    }

    @Test
    void the_service_accounts_password_serves_as_in_seg() throws IOException {
        settings.remove(LDAP + "password");
        settings.remove("kcd.service-account.keytab");
        settings.put("kcd.service-account.password", "Shared");
        assertThat(ldap().password().read()).isEqualTo("Shared".toCharArray());
    }

    @Test
    void a_keytab_is_no_password() {
        settings.remove(LDAP + "password");
        assertThat(faults()).singleElement().asString().startsWith(LDAP + "password-file: is not set");
    }

    @Test
    void refuses_to_send_the_password_in_the_clear() {
        settings.put(LDAP + "url", "ldap://dc1.a.test");
        assertThat(faults()).singleElement().asString().contains("in the clear", "allow-plaintext");
    }

    @Test
    void sends_it_in_the_clear_where_that_is_allowed_in_so_many_words() {
        settings.put(LDAP + "url", "ldap://dc1.a.test");
        settings.put(LDAP + "allow-plaintext", "true");
        assertThat(ldap().servers().getFirst().protection()).isEqualTo(Protection.NONE);
    }

    @Test
    void refuses_two_bases() {
        settings.put(LDAP + "url", "ldaps://dc1.a.test/dc=a\\,dc=test");
        settings.put(LDAP + "base-dn", "dc=b,dc=test");
        assertThat(faults()).singleElement().asString().contains("different bases");
    }

    @Test
    void names_every_fault_at_once() {
        // Given
        settings.put(MAPPING + "sources", "user-certificate,guess");
        settings.put(MAPPING + "cached-for", "3d");
        settings.put(LDAP + "url", "http://dc1.a.test");
        settings.put(LDAP + "user", "svc@a.test");
        settings.put(LDAP + "trust-store", directory.resolve("none.pem").toString());
        settings.put(LDAP + "connections", "0");

        // Then
        assertThat(faults())
                .hasSize(6)
                .anyMatch(f -> f.startsWith(MAPPING + "sources"))
                .anyMatch(f -> f.startsWith(MAPPING + "cached-for"))
                .anyMatch(f -> f.startsWith(LDAP + "url"))
                .anyMatch(f -> f.startsWith(LDAP + "user"))
                .anyMatch(f -> f.startsWith(LDAP + "trust-store"))
                .anyMatch(f -> f.startsWith(LDAP + "connections"));
    }

    @Test
    void the_domain_controllers_need_no_directory() {
        settings.keySet().removeIf(key -> key.startsWith(LDAP));
        settings.put(MAPPING + "sources", "kdc");
        assertThat(broker.read().mapping().orElseThrow().directory()).isEmpty();
    }

    @Test
    void the_domain_controllers_answer_is_final() {
        settings.put(MAPPING + "sources", "kdc,user-certificate");
        settings.put(MAPPING + "fallback-to-upn", "true");
        assertThat(faults())
                .hasSize(2)
                .anyMatch(f -> f.startsWith(MAPPING + "sources"))
                .anyMatch(f -> f.startsWith(MAPPING + "fallback-to-upn"));
    }

    @Test
    void shows_no_password() {
        settings.put(LDAP + "password-file", "/some/file");
        assertThat(faults()).singleElement().asString().doesNotContain("pw\"").contains("(hidden)");
        assertThat(ldapText()).doesNotContain("[p, w]");
    }

    private String ldapText() {
        settings.remove(LDAP + "password-file");
        return ldap().toString();
    }

    private DirectorySettings ldap() {
        return broker.read().mapping().orElseThrow().directory().orElseThrow();
    }

    private List<String> faults() {
        return broker.faults().lines();
    }
}
