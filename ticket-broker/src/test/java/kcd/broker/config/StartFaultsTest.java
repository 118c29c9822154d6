package kcd.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kcd.broker.fake.TestKeytab;
import kcd.broker.kdc.RequestRate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the check that main runs, on configuration files that are sound but for one thing, or for many. */
class StartFaultsTest {
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
    void a_sound_configuration_has_no_fault() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void lists_every_fault_at_once() {
        // Given
        settings.clear();

        // When, Then
        assertThat(faults())
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.service-account.principal: is not set"))
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.service-account.keytab: is not set"))
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.domains.\"REALM\".domain-controllers: is not"))
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.callers.NAME.san: is not set"))
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.client-certificates.trust-store: is not set"))
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.mtls.certificate: is not set"))
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.mtls.private-key: is not set"))
                .anySatisfy(fault -> assertThat(fault).startsWith("kcd.mtls.trust-store: is not set"));
    }

    @Test
    void a_purpose_that_may_be_missing_is_a_plain_yes_or_no() {
        settings.put("kcd.client-certificates.allow-missing-extended-key-usage", "maybe");
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("kcd.client-certificates.allow-missing-extended-key-usage")
                .contains("neither true nor false");
    }

    @Test
    void a_cache_of_too_few_bytes_is_refused() {
        settings.put("kcd.tickets.max-bytes", "1000");
        assertThat(faults()).singleElement().asString().contains("kcd.tickets.max-bytes");
    }

    @Test
    void names_a_missing_keytab() {
        settings.put("kcd.service-account.keytab", "/nowhere/svc.keytab");
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("/nowhere/svc.keytab")
                .contains("is no file");
    }

    @Test
    void names_what_a_keytab_does_hold() {
        settings.put(
                "kcd.service-account.keytab",
                TestKeytab.write(directory, "other", "A.TEST").toString());
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("has no key of SVC_awseg@A.TEST")
                .contains("holds keys of other@A.TEST");
    }

    @Test
    void refuses_a_file_that_is_no_keytab() throws IOException {
        settings.put(
                "kcd.service-account.keytab",
                Files.writeString(directory.resolve("x.keytab"), "secret-looking content")
                        .toString());
        assertThat(faults()).singleElement().asString().contains("no keytab").doesNotContain("secret-looking");
    }

    @Test
    void refuses_a_lower_case_realm_and_says_how_to_write_it() {
        settings.put("kcd.domains.\"b.test\".domain-controllers", "dc1.b.test");
        assertThat(faults()).singleElement().asString().contains("lower case").contains("write B.TEST");
    }

    @Test
    void refuses_a_domain_without_controllers() {
        settings.put("kcd.domains.\"B.TEST\".domain-controllers", "");
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("kcd.domains.\"B.TEST\".domain-controllers: is not set");
    }

    @Test
    void takes_dns_for_a_list_of_controllers() {
        settings.put("kcd.domains.\"A.TEST\".domain-controllers", "dns");
        assertThat(faults()).isEmpty();
    }

    @Test
    void refuses_dns_among_names() {
        settings.put("kcd.domains.\"B.TEST\".domain-controllers", "dc1.b.test,dns");
        assertThat(faults()).singleElement().asString().contains("mixes dns with names");
    }

    @Test
    void refuses_a_rate_of_nothing() {
        settings.put("kcd.kdc.requests-per-second", "0");
        assertThat(faults()).singleElement().asString().startsWith("kcd.kdc.requests-per-second");
    }

    @Test
    void says_that_a_keytab_of_rc4_keys_is_of_no_use_and_how_to_make_a_better_one() {
        settings.put(
                "kcd.service-account.keytab",
                TestKeytab.write(directory, "SVC_awseg", "A.TEST", TestKeytab.rc4(3))
                        .toString());
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("has only RC4 keys of SVC_awseg@A.TEST")
                .contains("/crypto AES256-SHA1");
    }

    @Test
    void takes_a_keytab_of_rc4_keys_where_rc4_is_allowed() {
        settings.put("kcd.kerberos.allow-rc4", "true");
        settings.put(
                "kcd.service-account.keytab",
                TestKeytab.write(directory, "SVC_awseg", "A.TEST", TestKeytab.rc4(3))
                        .toString());
        assertThat(faults()).isEmpty();
    }

    @Test
    void rc4_is_allowed_by_a_plain_yes_and_by_nothing_else() {
        settings.put("kcd.kerberos.allow-rc4", "1");
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("kcd.kerberos.allow-rc4")
                .contains("neither true nor false");
    }

    @Test
    void refuses_a_keytab_whose_newest_key_is_of_rc4() {
        settings.put(
                "kcd.service-account.keytab",
                TestKeytab.write(directory, "SVC_awseg", "A.TEST", TestKeytab.aes(3), TestKeytab.rc4(4))
                        .toString());
        assertThat(faults()).singleElement().asString().contains("version 4, only a RC4 one");
    }

    @Test
    void refuses_a_controller_that_is_no_host() {
        settings.put("kcd.domains.\"A.TEST\".domain-controllers", "dc1.a.test,ldap://dc2");
        assertThat(faults()).singleElement().asString().contains("ldap://dc2");
    }

    @Test
    void wants_controllers_for_the_service_accounts_realm() {
        settings.remove("kcd.domains.\"A.TEST\".domain-controllers");
        settings.put("kcd.domains.\"B.TEST\".domain-controllers", "dc1.b.test");
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("kcd.service-account.principal")
                .contains("add kcd.domains.\"A.TEST\".domain-controllers");
    }

    @Test
    void refuses_keytab_and_password_together_and_never_shows_the_password() {
        settings.put("kcd.service-account.password", "Svc-Passw0rd!");
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("kcd.service-account.password")
                .doesNotContain("Passw0rd");
    }

    @Test
    void wants_both_settings_of_the_armor_or_none() throws IOException {
        settings.put("kcd.service-account.armor.principal", "armor@A.TEST");
        assertThat(faults()).singleElement().asString().startsWith("kcd.service-account.armor.keytab: is not set");

        settings.remove("kcd.service-account.armor.principal");
        settings.put("kcd.service-account.armor.keytab", keytab("armor", "A.TEST"));
        assertThat(faults()).singleElement().asString().startsWith("kcd.service-account.armor.principal: is not set");
    }

    @Test
    void refuses_an_armor_of_another_realm_and_a_keytab_without_its_key() throws IOException {
        settings.put("kcd.service-account.armor.principal", "armor@B.TEST");
        settings.put("kcd.service-account.armor.keytab", keytab("armor", "B.TEST"));
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("another realm")
                .contains("A.TEST");

        settings.put("kcd.service-account.armor.principal", "other@A.TEST");
        assertThat(faults()).singleElement().asString().startsWith("kcd.service-account.armor.keytab");
    }

    private String keytab(String account, String realm) throws IOException {
        return TestKeytab.write(Files.createDirectories(directory.resolve(account + realm)), account, realm)
                .toString();
    }

    @Test
    void takes_a_password_instead_of_a_keytab() {
        settings.remove("kcd.service-account.keytab");
        settings.put("kcd.service-account.password", "Svc-Passw0rd!");
        assertThat(faults()).isEmpty();
    }

    @Test
    void refuses_an_unreadable_trust_store() {
        settings.put("kcd.client-certificates.trust-store", "/nowhere/users.pem");
        assertThat(faults()).singleElement().asString().contains("/nowhere/users.pem");
    }

    @Test
    void refuses_pem_and_pfx_together() {
        settings.put(
                "kcd.client-certificates.trust-store",
                settings.get("kcd.client-certificates.trust-store") + "," + directory.resolve("users.pfx"));
        assertThat(faults()).singleElement().asString().contains(".pfx stands beside other files");
    }

    @Test
    void refuses_a_caller_without_a_name_or_targets() {
        settings.put("kcd.callers.cron.may-assert-upn", "true");
        assertThat(faults())
                .containsExactly(
                        "kcd.callers.cron.san: is not set; fix: name a DNS name or URI of the caller's certificate",
                        "kcd.callers.cron.allowed-spns: is not set; fix: list the services it may ask tokens for");
    }

    @Test
    void refuses_a_malformed_spn() {
        settings.put("kcd.callers.edge.allowed-spns", "HTTP/mail.a.test,mail.b.test,HTTP/x@A.TEST");
        assertThat(faults())
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).contains("\"mail.b.test\""))
                .anySatisfy(fault -> assertThat(fault).contains("\"HTTP/x@A.TEST\""));
    }

    @Test
    void refuses_two_callers_of_one_name() {
        settings.put("kcd.callers.cron.san", "EDGE.kcd.svc");
        settings.put("kcd.callers.cron.allowed-spns", "HTTP/mail.a.test");
        assertThat(faults()).singleElement().asString().contains("also belongs to caller");
    }

    @Test
    void refuses_a_total_timeout_that_is_shorter_than_one_answer() {
        settings.put("kcd.kdc.total-timeout", "1s");
        assertThat(faults()).singleElement().asString().startsWith("kcd.kdc.total-timeout");
    }

    @Test
    void refuses_revocation_without_an_endpoint() {
        settings.put("kcd.revocation.enabled", "true");
        assertThat(faults()).singleElement().asString().startsWith("kcd.revocation.endpoint: is not set");
    }

    @Test
    void refuses_a_suffix_for_a_realm_without_controllers() {
        settings.put("kcd.upn-suffixes.\"corp.example\"", "C.TEST");
        assertThat(faults()).singleElement().asString().contains("without domain controllers");
    }

    @Test
    void takes_rules_of_which_ca_may_issue_whom() {
        settings.put(
                "kcd.client-certificates.issuers.a.certificate", settings.get("kcd.client-certificates.trust-store"));
        settings.put("kcd.client-certificates.issuers.a.upn-suffixes", "a.test, A.EXAMPLE");
        settings.put("kcd.client-certificates.issuers.b.subject", "CN=Issuing CA B,DC=b,DC=test");
        settings.put("kcd.client-certificates.issuers.b.upn-suffixes", "b.test");
        settings.put("kcd.client-certificates.issuers.c.sha256", "AB:".repeat(31) + "CD");
        settings.put("kcd.client-certificates.issuers.c.upn-suffixes", "c.test");
        assertThat(faults()).isEmpty();
    }

    @Test
    void refuses_rules_that_name_no_ca_or_no_suffix() {
        settings.put("kcd.client-certificates.issuers.none.upn-suffixes", "a.test");
        settings.put("kcd.client-certificates.issuers.two.subject", "CN=X");
        settings.put("kcd.client-certificates.issuers.two.sha256", "00");
        settings.put("kcd.client-certificates.issuers.two.upn-suffixes", "a.test");
        settings.put("kcd.client-certificates.issuers.bad.sha256", "00");
        settings.put("kcd.client-certificates.issuers.bad.upn-suffixes", "a..test");
        settings.put("kcd.client-certificates.issuers.dn.subject", "Issuing CA");
        assertThat(faults())
                .anySatisfy(fault -> assertThat(fault).contains("issuers.none: names no CA"))
                .anySatisfy(fault -> assertThat(fault).contains("issuers.two: names its CA in 2 ways"))
                .anySatisfy(fault -> assertThat(fault).contains("issuers.bad.sha256"))
                .anySatisfy(fault -> assertThat(fault).contains("issuers.bad.upn-suffixes"))
                .anySatisfy(fault -> assertThat(fault).contains("issuers.dn.subject"))
                .anySatisfy(fault -> assertThat(fault).contains("issuers.dn.upn-suffixes: is not set"))
                .hasSize(6);
    }

    @Test
    void refuses_an_unknown_mode_of_the_sid_check() {
        settings.put("kcd.identity.sid-check", "on");
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("kcd.identity.sid-check")
                .contains("enforce");
    }

    @Test
    void refuses_a_required_sid_that_nobody_checks() {
        settings.put("kcd.identity.sid-check", "warn");
        settings.put("kcd.identity.sid-required", "true");
        assertThat(faults()).singleElement().asString().contains("has no effect");
    }

    @Test
    void a_caller_has_a_limit_unless_it_is_to_have_none() {
        assertThat(broker.read().callers().getFirst().rate()).contains(new RequestRate(500, 500));
        settings.put("kcd.callers.edge.max-mints-per-second", "none");
        assertThat(broker.read().callers().getFirst().rate()).isEmpty();
    }

    @Test
    void refuses_a_caller_that_may_mint_nothing() {
        settings.put("kcd.callers.edge.max-mints-per-second", "0");
        assertThat(faults()).singleElement().asString().contains("kcd.callers.edge.max-mints-per-second");
    }

    @Test
    void refuses_a_floor_below_what_proves_anything() {
        settings.put("kcd.client-certificates.minimum-rsa-bits", "512");
        assertThat(faults()).singleElement().asString().contains("kcd.client-certificates.minimum-rsa-bits");
    }

    @Test
    void names_a_misspelt_key() {
        settings.put("kcd.service-account.key-tab", "/x");
        assertThat(faults()).singleElement().asString().contains("kcd.service-account.key-tab");
    }

    private List<String> faults() {
        return broker.faults().lines();
    }
}
