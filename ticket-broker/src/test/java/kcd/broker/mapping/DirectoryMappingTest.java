package kcd.broker.mapping;

import static kcd.broker.mapping.DirectoryFixture.USERS_CA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.sdk.Entry;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.fake.FakeClock;
import kcd.broker.identity.IdentitySource;
import kcd.broker.identity.UserSource.Found;
import kcd.broker.identity.UserSource.Nothing;
import kcd.broker.mapping.DirectoryFixture.Told;
import kcd.broker.mapping.MappingEvents.Result;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.name.Principal;
import kcd.lab.forest.Account;
import kcd.lab.forest.AccountFlag;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;
import kcd.lab.ldap.LabDirectory;
import kcd.pki.name.AltSecurityIdentities;
import kcd.pki.name.IssuerRules;
import kcd.pki.name.Sid;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryMappingTest {
    private static final byte[] SID_OCTETS =
            HexFormat.of().parseHex("010500000000000515000000" + "01000000" + "02000000" + "fdffffff" + "50040000");

    private final LabForest forest = DemoForest.create();
    private final LabDomain root = forest.domain(DemoForest.ROOT);
    private final LabDomain amer = forest.domain(DemoForest.AMER);
    private final FakeClock clock = new FakeClock();
    private final Told told = new Told();
    private LabDirectory catalog;

    @BeforeEach
    void start() throws Exception {
        catalog = DirectoryFixture.catalog(List.of(root, amer), "localhost");
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void finds_the_account_that_the_certificate_is_published_to_and_its_sid() throws Exception {
        // Given
        Credential nameless = USERS_CA.leaf("Alice").issue();
        publish(root, "alice", nameless);
        catalog.set(root, "alice", "objectSid", SID_OCTETS);

        // When
        Found alice = found(mapping(MappingMethod.USER_CERTIFICATE), nameless);

        // Then
        assertThat(alice.user()).isEqualTo(account("alice@WORLDWIDE.LAB"));
        assertThat(alice.source()).isEqualTo(IdentitySource.DIRECTORY_CERTIFICATE);
        assertThat(alice.sid()).contains(new Sid("S-1-5-21-1-2-4294967293-1104"));
        assertThat(alice.where()).contains("CN=alice,CN=Users,DC=worldwide,DC=lab", "user-certificate", "localhost");
    }

    @Test
    void a_user_of_another_domain_gets_that_domains_realm() throws Exception {
        // Given
        Credential carols = USERS_CA.user("somebody@else.example");
        publish(amer, "carol", carols);

        // When
        Found carol = found(mappingOf(amer, MappingMethod.USER_CERTIFICATE), carols);

        // Then
        assertThat(carol.user()).isEqualTo(account("carol@AMER.WORLDWIDE.LAB"));
    }

    @Test
    void says_nothing_of_a_certificate_that_no_account_has() throws Exception {
        // Given
        publish(root, "alice", USERS_CA.user("alice@a.test"));

        // When
        var finding =
                mapping(MappingMethod.USER_CERTIFICATE).find(DirectoryFixture.identity(USERS_CA.user("alice@a.test")));

        // Then
        assertThat(finding).isInstanceOfSatisfying(Nothing.class, nothing -> {
            assertThat(nothing.refusal().reason()).isEqualTo(RefusalReason.MAPPING_FAILED);
            assertThat(nothing.refusal().remedy())
                    .hasValueSatisfying(r -> assertThat(r).contains("altSecurityIdentities"));
        });
        assertThat(told.results).containsExactly(Result.NONE);
    }

    @Test
    void refuses_a_certificate_that_two_accounts_have() throws Exception {
        // Given
        Credential shared = USERS_CA.user("alice@a.test");
        publish(root, "alice", shared);
        publish(root, "bob", shared);

        // When
        RefusedException refused = refusal(mapping(MappingMethod.USER_CERTIFICATE), shared);

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.MAPPING_FAILED);
        assertThat(refused).hasMessageContaining("CN=alice").hasMessageContaining("CN=bob");
        assertThat(told.results).containsExactly(Result.SEVERAL);
    }

    @Test
    void refuses_a_disabled_account_by_a_reason_of_its_own() throws Exception {
        // Given
        Credential disableds = USERS_CA.user("disabled@a.test");
        publish(root, "disabled", disableds);

        // When
        RefusedException refused = refusal(mapping(MappingMethod.USER_CERTIFICATE), disableds);

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.USER_REVOKED);
        assertThat(told.results).containsExactly(Result.DISABLED);
    }

    @Test
    void believes_no_server_that_matches_loosely() throws Exception {
        // Given
        Credential alices = USERS_CA.user("alice@a.test");
        Entry bob = new Entry("CN=bob,CN=Users,DC=worldwide,DC=lab");
        bob.addAttribute("sAMAccountName", "bob");
        bob.addAttribute("userAccountControl", "512");
        bob.addAttribute(
                "userCertificate", USERS_CA.user("bob@a.test").certificate().getEncoded());
        var loose = new DirectoryMapping(
                _ -> new Directory.Matches(List.of(bob), false, "a loose server"),
                DirectoryFixture.mapping(MappingMethod.USER_CERTIFICATE),
                IssuerRules.NONE,
                DirectoryFixture.cache(clock),
                told,
                clock);

        // When, Then
        assertThat(loose.find(DirectoryFixture.identity(alices))).isInstanceOf(Nothing.class);
    }

    @Test
    void finds_the_account_by_each_strong_explicit_mapping() throws Exception {
        // Given
        Credential alices = USERS_CA.leaf("Alice").issue();
        for (String form : AltSecurityIdentities.strong(alices.certificate())) {
            catalog.set(root, "alice", "altSecurityIdentities", text("X509:<I>DC=other<SR>00"), text(form));

            // When
            Found alice = found(mapping(MappingMethod.ALT_SECURITY_IDENTITIES), alices);

            // Then
            assertThat(alice.user()).as(form).isEqualTo(account("alice@WORLDWIDE.LAB"));
            assertThat(alice.source()).isEqualTo(IdentitySource.DIRECTORY_MAPPING);
        }
    }

    @Test
    void believes_no_weak_explicit_mapping() throws Exception {
        // Given
        Credential mallorys = USERS_CA.leaf("Alice").email("alice@a.test").issue();
        catalog.set(
                root,
                "alice",
                "altSecurityIdentities",
                text("X509:<I>CN=Users CA<S>CN=Alice"),
                text("X509:<S>CN=Alice"),
                text("X509:<RFC822>alice@a.test"));

        // When, Then
        assertThat(mapping(MappingMethod.ALT_SECURITY_IDENTITIES).find(DirectoryFixture.identity(mallorys)))
                .isInstanceOf(Nothing.class);
    }

    @Test
    void a_ca_names_no_users_of_a_domain_that_is_not_its_own() throws Exception {
        // Given
        Credential alices = USERS_CA.leaf("Alice").issue();
        catalog.set(
                root,
                "alice",
                "altSecurityIdentities",
                text(AltSecurityIdentities.sha1PublicKey(alices.certificate())));
        var rules = IssuerRules.parse(java.util.Map.of("CN=Users CA", Set.of("amer.worldwide.lab")));

        // When
        RefusedException refused = refusal(mapping(root, rules, MappingMethod.ALT_SECURITY_IDENTITIES), alices);

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.MAPPING_FAILED);
        assertThat(refused).hasMessageContaining("may not name users of WORLDWIDE.LAB");
    }

    @Test
    void finds_the_account_that_the_certificates_name_is_mapped_to() throws Exception {
        // Given
        catalog.set(root, "bob", "altSecurityIdentities", text("Kerberos:robert@partner.example"));

        // When
        Found bob = found(
                mapping(MappingMethod.USER_CERTIFICATE, MappingMethod.KERBEROS_NAME),
                USERS_CA.user("robert@partner.example"));

        // Then
        assertThat(bob.user()).isEqualTo(account("bob@WORLDWIDE.LAB"));
        assertThat(told.results).containsExactly(Result.NONE, Result.FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*)(objectClass=*",
                "alice)(|(sAMAccountName=*)",
                "\\2a",
                "alice\\00",
                "x)(userCertificate=*))(|(cn=*",
                "a*b",
                "&(cn=*)"
            })
    void nothing_in_a_certificate_changes_what_is_asked(String hostile) throws Exception {
        // Given
        catalog.set(root, "alice", "altSecurityIdentities", text("Kerberos:alice@a.test"));
        publish(root, "bob", USERS_CA.user("bob@a.test"));
        String escaped = hostile.replaceAll("([\\\\,+<>;=\"#])", "\\\\$1");
        Credential attackers = USERS_CA.leaf("x")
                .subject("CN=" + escaped + ",OU=" + escaped)
                .email(hostile)
                .host(hostile)
                .issue();

        // When, Then
        assertThat(mapping(MappingMethod.values()).find(DirectoryFixture.identity(attackers)))
                .isInstanceOf(Nothing.class);
    }

    @Test
    void asks_once_until_the_answer_is_too_old() throws Exception {
        // Given
        Credential alices = USERS_CA.user("alice@a.test");
        publish(root, "alice", alices);
        DirectoryMapping mapping = mapping(MappingMethod.USER_CERTIFICATE);
        found(mapping, alices);
        found(mapping, alices);

        // When
        clock.advance(DirectoryFixture.LIFE);
        found(mapping, alices);

        // Then
        assertThat(told.results).containsExactly(Result.FOUND, Result.FOUND);
    }

    @Test
    void a_certificate_published_later_is_found_after_a_minute() throws Exception {
        // Given
        Credential alices = USERS_CA.user("alice@a.test");
        DirectoryMapping mapping = mapping(MappingMethod.USER_CERTIFICATE);
        assertThat(mapping.find(DirectoryFixture.identity(alices))).isInstanceOf(Nothing.class);

        // When
        publish(root, "alice", alices);
        clock.advance(DirectoryFixture.UNKNOWN_LIFE);

        // Then
        assertThat(found(mapping, alices).user()).isEqualTo(account("alice@WORLDWIDE.LAB"));
    }

    @Test
    void what_is_forgotten_is_asked_again() throws Exception {
        // Given
        Credential alices = USERS_CA.user("alice@a.test");
        Credential bobs = USERS_CA.user("bob@a.test");
        publish(root, "alice", alices);
        publish(root, "bob", bobs);
        DirectoryMapping mapping = mapping(MappingMethod.USER_CERTIFICATE);
        User alice = found(mapping, alices).user();
        found(mapping, bobs);

        // When
        mapping.forget(alice);
        found(mapping, alices);
        found(mapping, bobs);

        // Then
        assertThat(told.results).hasSize(3);
    }

    private void publish(LabDomain domain, String name, Credential credential) throws Exception {
        Account account = domain.account(name);
        assertThat(account.is(AccountFlag.DISABLED)).isEqualTo(name.equals("disabled"));
        catalog.set(domain, name, "userCertificate", credential.certificate().getEncoded());
    }

    private DirectoryMapping mapping(MappingMethod... methods) {
        return mappingOf(root, methods);
    }

    private DirectoryMapping mappingOf(LabDomain domain, MappingMethod... methods) {
        return mapping(domain, IssuerRules.NONE, methods);
    }

    private DirectoryMapping mapping(LabDomain domain, IssuerRules rules, MappingMethod... methods) {
        var directory =
                new LdapDirectory(DirectoryFixture.settings(domain, DirectoryFixture.ldaps(catalog)), told, clock);
        return new DirectoryMapping(
                DirectoryFixture.mapping(methods), directory, rules, DirectoryFixture.cache(clock), told, clock);
    }

    private static Found found(DirectoryMapping mapping, Credential credential) throws Exception {
        return (Found) mapping.find(DirectoryFixture.identity(credential));
    }

    private static RefusedException refusal(DirectoryMapping mapping, Credential credential) {
        return Optional.ofNullable(catchThrowableOfType(
                        RefusedException.class, () -> mapping.find(DirectoryFixture.identity(credential))))
                .orElseThrow();
    }

    private static User account(String principal) {
        return new User.ByAccount(Principal.parse(principal));
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
