package kcd.broker.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.broker.identity.UserSource.Found;
import kcd.broker.identity.UserSource.Nothing;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.pki.name.IdentityPolicy;
import kcd.pki.name.IssuerRules;
import kcd.pki.name.Sid;
import kcd.pki.path.AlgorithmPolicy;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class CertificateIdentitiesTest {
    private static final TestCa ROOT = CertificateWorkshop.now().root("Users CA");
    private static final TestCa ISSUING = ROOT.intermediate("Users Issuing CA");
    private static final Sid SID = new Sid("S-1-5-21-1-2-3-1104");
    private static final TestCa FOREIGN = CertificateWorkshop.now().root("Foreign CA");

    private final CertificateIdentities identities = identities(false, RevocationGate.OPEN);

    @Test
    void takes_the_upn_and_says_from_where() throws Exception {
        // When
        Identified alice = identities.identify(chain(ISSUING.user("alice@a.test")));

        // Then
        assertThat(alice.user()).hasToString("alice@a.test");
        assertThat(alice.source()).isEqualTo(IdentitySource.CERTIFICATE_UPN);
        assertThat(alice.certificate())
                .hasValueSatisfying(facts -> assertThat(facts.issuer()).contains("Users Issuing CA"));
    }

    @Test
    void refuses_a_certificate_of_another_ca() {
        assertThat(refusal(FOREIGN.user("alice@a.test"))).isEqualTo(RefusalReason.CERTIFICATE_REJECTED);
    }

    @Test
    void refuses_an_expired_certificate() {
        assertThat(refusal(ISSUING.leaf("alice").upn("alice@a.test").expired().issue()))
                .isEqualTo(RefusalReason.CERTIFICATE_REJECTED);
    }

    @Test
    void refuses_a_certificate_without_or_with_two_names() {
        assertThat(refusal(ISSUING.leaf("alice@a.test").issue())).isEqualTo(RefusalReason.NO_IDENTITY);
        assertThat(refusal(
                        ISSUING.leaf("x").upn("alice@a.test").upn("bob@a.test").issue()))
                .isEqualTo(RefusalReason.NO_IDENTITY);
    }

    @Test
    void takes_the_common_name_only_where_that_is_switched_on() throws Exception {
        // When
        Identified alice = identities(true, RevocationGate.OPEN)
                .identify(chain(ISSUING.leaf("alice@a.test").issue()));

        // Then
        assertThat(alice.source()).isEqualTo(IdentitySource.CERTIFICATE_CN);
    }

    @Test
    void a_certificate_that_says_nothing_of_its_purpose_passes_only_where_that_is_switched_on() throws Exception {
        // Given
        Credential purposeless = ISSUING.leaf("Alice")
                .upn("alice@a.test")
                .without(Extension.extendedKeyUsage)
                .issue();
        CertificateIdentities lenient = new CertificateIdentities(
                TrustAnchors.of(List.of(ROOT.certificate())),
                new PathPolicy(AlgorithmPolicy.DEFAULT, true),
                new IdentityPolicy(false, true, IssuerRules.NONE),
                RevocationGate.OPEN,
                List.of(new NameInCertificate()),
                Clock.systemUTC());

        // When
        Identified alice = lenient.identify(chain(purposeless));

        // Then
        assertThat(alice.user()).hasToString("alice@a.test");
        assertThat(refusal(purposeless)).isEqualTo(RefusalReason.CERTIFICATE_REJECTED);
    }

    @Test
    void garbage_is_the_callers_fault() {
        // When
        var refused = catchThrowableOfType(
                RefusedException.class, () -> identities.identify(new DerChain(List.of(new byte[] {0x30, 1, 2}))));

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.INVALID_REQUEST);
    }

    @Test
    void asks_nobody_about_a_revoked_certificate() {
        // Given
        CertificateIdentities strict = identities(
                _ -> {
                    throw new RefusedException(RefusalReason.CERTIFICATE_REVOKED, "revoked");
                },
                _ -> {
                    throw new AssertionError("asked");
                });

        // When
        var refused = catchThrowableOfType(
                RefusedException.class, () -> strict.identify(chain(ISSUING.user("alice@a.test"))));

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.CERTIFICATE_REVOKED);
    }

    @Test
    void the_first_source_that_knows_decides() throws Exception {
        // Given
        UserSource directory = _ -> new Found(
                User.named("alice.liddell@a.test"),
                IdentitySource.DIRECTORY_CERTIFICATE,
                Optional.of(SID),
                "the directory");

        // When
        Identified alice = identities(RevocationGate.OPEN, directory, new NameInCertificate())
                .identify(chain(ISSUING.user("alice@a.test")));

        // Then
        assertThat(alice.user()).hasToString("alice.liddell@a.test");
        assertThat(alice.source()).isEqualTo(IdentitySource.DIRECTORY_CERTIFICATE);
        assertThat(alice.sids()).containsExactly(SID);
    }

    @Test
    void the_next_source_is_asked_where_the_first_knows_nothing() throws Exception {
        // Given
        UserSource ignorant = _ -> new Nothing(Refusal.of(RefusalReason.MAPPING_FAILED, "nobody"));

        // When
        Identified alice = identities(RevocationGate.OPEN, ignorant, new NameInCertificate())
                .identify(chain(ISSUING.user("alice@a.test")));

        // Then
        assertThat(alice.source()).isEqualTo(IdentitySource.CERTIFICATE_UPN);
    }

    @Test
    void refuses_by_the_first_sources_word_where_none_knows() {
        // Given
        UserSource ignorant = _ -> new Nothing(Refusal.of(RefusalReason.MAPPING_FAILED, "nobody"));
        CertificateIdentities mapped = identities(RevocationGate.OPEN, ignorant, new NameInCertificate());

        // When
        var refused = catchThrowableOfType(
                RefusedException.class,
                () -> mapped.identify(chain(ISSUING.leaf("x").issue())));

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.MAPPING_FAILED);
    }

    @Test
    void a_source_that_refuses_keeps_the_weaker_ones_silent() {
        // Given
        UserSource torn = _ -> {
            throw new RefusedException(RefusalReason.MAPPING_FAILED, "two accounts");
        };
        CertificateIdentities mapped = identities(RevocationGate.OPEN, torn, new NameInCertificate());

        // When
        var refused = catchThrowableOfType(
                RefusedException.class, () -> mapped.identify(chain(ISSUING.user("alice@a.test"))));

        // Then
        assertThat(refused).hasMessageContaining("two accounts");
    }

    @Test
    void believes_new_trust_at_once_and_old_trust_no_more() throws Exception {
        // Given
        DerChain alice = chain(ISSUING.user("alice@a.test"));
        identities.identify(alice);

        // When
        identities.replace(TrustAnchors.of(List.of(FOREIGN.certificate())));

        // Then
        assertThat(identities.identify(chain(FOREIGN.user("carol@b.test"))).user())
                .hasToString("carol@b.test");
        assertThat(catchThrowableOfType(RefusedException.class, () -> identities.identify(alice))
                        .refusal()
                        .reason())
                .isEqualTo(RefusalReason.CERTIFICATE_REJECTED);
    }

    private RefusalReason refusal(Credential credential) {
        return catchThrowableOfType(RefusedException.class, () -> identities.identify(chain(credential)))
                .refusal()
                .reason();
    }

    private static CertificateIdentities identities(RevocationGate gate, UserSource... sources) {
        return new CertificateIdentities(
                TrustAnchors.of(List.of(ROOT.certificate())),
                PathPolicy.DEFAULT,
                new IdentityPolicy(false, false, IssuerRules.NONE),
                gate,
                List.of(sources),
                Clock.systemUTC());
    }

    private static CertificateIdentities identities(boolean fromCn, RevocationGate gate) {
        return new CertificateIdentities(
                TrustAnchors.of(List.of(ROOT.certificate())),
                PathPolicy.DEFAULT,
                new IdentityPolicy(fromCn, true, IssuerRules.NONE),
                gate,
                List.of(new NameInCertificate()),
                Clock.systemUTC());
    }

    private static DerChain chain(Credential credential) {
        var der = new ArrayList<byte[]>();
        for (X509Certificate certificate : credential.chain()) {
            try {
                der.add(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new AssertionError(e);
            }
        }
        return new DerChain(der);
    }
}
