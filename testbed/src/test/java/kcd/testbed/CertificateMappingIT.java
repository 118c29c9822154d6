package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import kcd.broker.cache.CacheLimits;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.cache.TicketCache;
import kcd.broker.identity.UserSource;
import kcd.broker.identity.UserSource.Found;
import kcd.broker.identity.UserSource.Nothing;
import kcd.broker.mapping.CertificateMapping;
import kcd.broker.mapping.DirectoryAddress;
import kcd.broker.mapping.DirectoryAddress.Protection;
import kcd.broker.mapping.DirectoryPassword;
import kcd.broker.mapping.DirectorySettings;
import kcd.broker.mapping.Mapped;
import kcd.broker.mapping.MappingEvents;
import kcd.broker.mapping.MappingMethod;
import kcd.broker.mapping.MappingSettings;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.lab.pki.LabTls;
import kcd.pki.name.AltSecurityIdentities;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.name.IdentityPolicy;
import kcd.pki.name.IssuerRules;
import kcd.pki.path.AlgorithmPolicy;
import kcd.pki.path.CertificateHash;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker's certificate mapping against Samba's directories, {@link Crowd#SIZE} other users in one of them. */
class CertificateMappingIT {
    private static final Bed BED = Bed.current();
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");
    private static final Realm AMER = new Realm("AMER.WORLDWIDE.TEST");
    private static final TestCa USERS_CA = CertificateWorkshop.now().root("Mapped Users CA");
    /** The broker's with a directory, where no setting says another: kcd.certificate-mapping.ldap.answer-timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int SAMPLES = 5;
    private static final int LDAPS = 636;
    private static final int GLOBAL_CATALOG = 3269;

    private static Crowd home;
    private static Crowd amer;

    @BeforeAll
    static void fill() throws Exception {
        home = Crowd.in(BED, HOME);
        home.gather();
        amer = Crowd.in(BED, AMER);
    }

    @AfterAll
    static void leave() throws Exception {
        home.close();
        amer.close();
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({"WORLDWIDE.TEST, 636", "WORLDWIDE.TEST, 3269", "AMER.WORLDWIDE.TEST, 636", "AMER.WORLDWIDE.TEST, 3269"})
    void finds_the_one_user_among_all_in_either_domain(String realm, int port) throws Exception {
        // Given
        Credential device = USERS_CA.leaf("A device").issue();
        Crowd crowd = realm.equals("WORLDWIDE.TEST") ? home : amer;
        crowd.user("hit-" + port, device);

        // When
        Found found = (Found) ask(source(new Realm(realm), port), device);

        // Then
        assertThat(found.user()).hasToString("hit-" + port + "@" + realm);
        assertThat(found.sid()).map(Object::toString).contains(crowd.sid("hit-" + port));
    }

    @Test
    void answers_in_good_time_though_the_attribute_has_no_index() throws Exception {
        // Given
        List<Credential> devices = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            devices.add(USERS_CA.leaf("A device").issue());
            home.user("timely-" + i, devices.getLast());
        }
        UserSource source = source(HOME, LDAPS);
        ask(source, USERS_CA.leaf("Another").issue());

        // When
        List<Duration> took = new ArrayList<>();
        for (Credential device : devices) {
            long startedAt = System.nanoTime();
            ask(source, device);
            took.add(Duration.ofNanos(System.nanoTime() - startedAt));
        }

        // Then: the quickest, since a machine that does other things too delays any one of them
        assertThat(Collections.min(took)).isLessThan(PATIENCE);
    }

    @Test
    void does_not_know_a_certificate_that_only_resembles_others() throws Exception {
        assertThat(ask(source(HOME, GLOBAL_CATALOG), USERS_CA.leaf("A device").issue()))
                .isInstanceOf(Nothing.class);
    }

    @Test
    void refuses_a_certificate_that_two_users_have() throws Exception {
        // Given
        Credential device = USERS_CA.leaf("A device").issue();
        home.user("twin-a", device);
        home.user("twin-b", device);

        // When
        Refusal refused = refusal(source(HOME, GLOBAL_CATALOG), device);

        // Then
        assertThat(refused.reason()).isEqualTo(RefusalReason.MAPPING_FAILED);
        assertThat(refused.message()).contains("CN=twin-a").contains("CN=twin-b");
    }

    @Test
    void refuses_a_disabled_user_by_name() throws Exception {
        // Given
        Credential device = USERS_CA.leaf("A device").issue();
        home.disabledUser("off", device);

        // When
        Refusal refused = refusal(source(HOME, LDAPS), device);

        // Then
        assertThat(refused.reason()).isEqualTo(RefusalReason.USER_REVOKED);
        assertThat(refused.message()).contains("CN=off").contains("disabled");
    }

    @Test
    void finds_a_user_by_each_strong_explicit_mapping() throws Exception {
        // Given
        Credential device = USERS_CA.leaf("A device").issue();
        home.user("explicit", USERS_CA.leaf("Another").issue());
        for (String form : AltSecurityIdentities.strong(device.certificate())) {
            home.modify("explicit", new Modification(ModificationType.REPLACE, "altSecurityIdentities", form));

            // When
            var finding = ask(source(HOME, GLOBAL_CATALOG, MappingMethod.ALT_SECURITY_IDENTITIES), device);

            // Then
            assertThat(finding)
                    .as(form)
                    .isInstanceOfSatisfying(
                            Found.class, found -> assertThat(found.user()).hasToString("explicit@WORLDWIDE.TEST"));
        }
    }

    @Test
    void finds_the_user_that_the_certificates_name_is_mapped_to() throws Exception {
        // Given
        home.user("renamed", USERS_CA.leaf("Another").issue());
        home.modify(
                "renamed",
                new Modification(ModificationType.REPLACE, "altSecurityIdentities", "Kerberos:old.name@partner.test"));

        // When
        var finding = ask(source(HOME, LDAPS, MappingMethod.KERBEROS_NAME), USERS_CA.user("old.name@partner.test"));

        // Then
        assertThat(finding)
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.user()).hasToString("renamed@WORLDWIDE.TEST"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*)(objectClass=*",
                "x)(|(sAMAccountName=*)",
                "\\2a",
                "x)(userCertificate=*))(|(cn=*",
                "\\00"
            })
    void nothing_in_a_certificate_changes_what_is_asked(String hostile) throws Exception {
        // Given
        home.user("victim", USERS_CA.leaf("Another").issue());
        home.modify(
                "victim",
                new Modification(
                        ModificationType.REPLACE, "altSecurityIdentities", "Kerberos:victim@a.test", "X509:<SKI>00"));
        String name = hostile.replaceAll("([\\\\,+<>;=\"#])", "\\\\$1");
        TestCa hostileCa =
                CertificateWorkshop.now().rootBuilder("x").subject("CN=" + name).issueCa();
        Credential attackers = hostileCa
                .leaf("x")
                .subject("CN=" + name + ",OU=" + name)
                .email(hostile)
                .host(hostile)
                .rawExtension("2.5.29.14", false, octetString(hostile))
                .issue();

        // When, Then
        assertThat(source(HOME, GLOBAL_CATALOG, MappingMethod.values()).find(identity(attackers, hostileCa)))
                .isInstanceOf(Nothing.class);
    }

    @Test
    void a_wrong_password_is_named_and_tried_once() throws Exception {
        // Given
        var binds = new AtomicInteger();
        UserSource source = source(
                settings(
                        HOME,
                        () -> {
                            binds.incrementAndGet();
                            return "not the password".toCharArray();
                        },
                        BED.ca(),
                        ldaps(HOME, LDAPS),
                        ldaps(HOME, GLOBAL_CATALOG)),
                MappingMethod.USER_CERTIFICATE);

        // When
        Refusal refused = refusal(source, USERS_CA.leaf("A device").issue());

        // Then
        assertThat(refused.reason()).isEqualTo(RefusalReason.MAPPING_UNAVAILABLE);
        assertThat(refused.message()).contains("invalid credentials").contains("data 52e");
        assertThat(refused.remedy()).hasValueSatisfying(r -> assertThat(r).contains("password"));
        assertThat(binds).hasValue(1);
    }

    @Test
    void a_server_whose_certificate_is_not_trusted_hears_no_password() throws Exception {
        // Given
        TestCa other = CertificateWorkshop.now().root("Other CA");
        UserSource source = source(
                settings(
                        HOME,
                        password(HOME),
                        other.writeCertificate(Files.createTempDirectory("mapping-it"), "other"),
                        ldaps(HOME, LDAPS)),
                MappingMethod.USER_CERTIFICATE);

        // When
        Refusal refused = refusal(source, USERS_CA.leaf("A device").issue());

        // Then
        assertThat(refused.reason()).isEqualTo(RefusalReason.MAPPING_UNAVAILABLE);
        assertThat(refused.remedy()).hasValueSatisfying(r -> assertThat(r).contains("trust-store"));
    }

    @Test
    void another_server_answers_when_one_is_killed_in_the_middle_of_a_search() throws Exception {
        // Given
        Credential device = USERS_CA.leaf("A device").issue();
        home.user("surviving", device);
        try (MortalRelay relay = new MortalRelay(BED.address(HOME), LDAPS)) {
            UserSource source = source(
                    settings(HOME, password(HOME), BED.ca(), ldaps(HOME, relay.port()), ldaps(HOME, GLOBAL_CATALOG)),
                    MappingMethod.USER_CERTIFICATE);
            ask(source, USERS_CA.leaf("Another").issue());

            // When
            relay.doom();
            var finding = ask(source, device);

            // Then
            assertThat(relay.isDead()).isTrue();
            assertThat(finding)
                    .isInstanceOfSatisfying(
                            Found.class, found -> assertThat(found.where()).contains(":" + GLOBAL_CATALOG));
        }
    }

    @Test
    void start_tls_protects_the_plain_port_and_nothing_less_will_do() throws Exception {
        // Given
        Credential device = USERS_CA.leaf("A device").issue();
        home.user("started", device);
        var startTls = new DirectoryAddress(BED.address(HOME), 389, Protection.START_TLS);
        var plain = new DirectoryAddress(BED.address(HOME), 389, Protection.NONE);

        // When
        var finding =
                ask(source(settings(HOME, password(HOME), BED.ca(), startTls), MappingMethod.USER_CERTIFICATE), device);
        Refusal refused = refusal(
                source(settings(HOME, password(HOME), BED.ca(), plain), MappingMethod.USER_CERTIFICATE), device);

        // Then
        assertThat(finding).isInstanceOf(Found.class);
        assertThat(refused.remedy()).hasValueSatisfying(r -> assertThat(r).contains("start-tls"));
    }

    private static UserSource.Finding ask(UserSource source, Credential device) throws Exception {
        return source.find(identity(device, USERS_CA));
    }

    private static Refusal refusal(UserSource source, Credential device) {
        return catchThrowableOfType(RefusedException.class, () -> ask(source, device))
                .refusal();
    }

    private static CertificateIdentity identity(Credential device, TestCa issuer) {
        var validator = new PathValidator(
                TrustAnchors.of(List.of(issuer.certificate())), new PathPolicy(AlgorithmPolicy.DEFAULT, true));
        var path = (VerifiedPath) validator.validate(device.chain(), Instant.now());
        return (CertificateIdentity) CertificateIdentity.read(path, new IdentityPolicy(false, false, IssuerRules.NONE));
    }

    /** The base is what the server names; the global catalog is searched from the empty one. */
    private static UserSource source(Realm realm, int port, MappingMethod... methods) throws Exception {
        MappingMethod[] chosen = methods.length == 0 ? new MappingMethod[] {MappingMethod.USER_CERTIFICATE} : methods;
        return source(settings(realm, password(realm), BED.ca(), ldaps(realm, port)), chosen);
    }

    private static UserSource source(DirectorySettings directory, MappingMethod... methods) {
        var settings = new MappingSettings(
                List.of(methods), Optional.of(directory), false, Duration.ofMinutes(10), Duration.ofMinutes(1));
        Clock clock = Clock.systemUTC();
        var cache = new TicketCache<CertificateHash, Mapped>(
                new SingleFlight<>(task -> Thread.ofVirtual().start(task), 100, Duration.ofSeconds(60)),
                clock,
                new CacheLimits(100, 100_000, Duration.ZERO, Duration.ofSeconds(30)),
                new RenewalMoment(RandomGenerator.getDefault()),
                _ -> {});
        return CertificateMapping.of(settings, IssuerRules.NONE, cache, new Deaf(), clock)
                .sources()
                .getFirst();
    }

    private static DirectorySettings settings(
            Realm realm, DirectoryPassword password, Path ca, DirectoryAddress... servers) throws Exception {
        try (InputStream in = Files.newInputStream(ca)) {
            var trusted =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new DirectorySettings(
                    List.of(servers),
                    Optional.empty(),
                    BED.dn(searcher(realm)),
                    password,
                    LabTls.client(Optional.empty(), trusted),
                    4,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));
        }
    }

    private static DirectoryPassword password(Realm realm) {
        return () -> BED.password(searcher(realm)).toCharArray();
    }

    private static Principal searcher(Realm realm) {
        return Principal.parse((realm.equals(HOME) ? "SVC_awseg@" : "svc_amer@") + realm);
    }

    private static DirectoryAddress ldaps(Realm realm, int port) {
        return new DirectoryAddress(BED.address(realm), port, Protection.TLS);
    }

    private static byte[] octetString(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        byte[] der = new byte[text.length + 2];
        der[0] = 4;
        der[1] = (byte) text.length;
        System.arraycopy(text, 0, der, 2, text.length);
        return der;
    }

    private static final class Deaf implements MappingEvents {
        @Override
        public void mapped(MappingMethod method, Result result, Duration took) {}

        @Override
        public void searched(DirectoryAddress server, boolean answered, Duration took) {}
    }
}
