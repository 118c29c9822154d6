package kcd.pki.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import kcd.pki.crl.SerialNumber;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;
import kcd.pki.workshop.CertificateBuilder;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.KeyKind;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateIdentityTest {
    private static final String SID = "S-1-5-21-1004336348-1177238915-682003330-1105";
    private static final IdentityPolicy FROM_CN = new IdentityPolicy(true, true, IssuerRules.NONE);
    private static final IdentityPolicy MAPPED = new IdentityPolicy(false, false, IssuerRules.NONE);

    private final TestCa ca = CertificateWorkshop.now().root("Root");
    private final PathValidator validator =
            new PathValidator(TrustAnchors.of(List.of(ca.certificate())), PathPolicy.DEFAULT);

    @Test
    void reads_upn_sid_serial_issuer_and_hash() {
        VerifiedPath path = verified(ca.leaf("Alice").upn("Alice@Example.COM").sid(SID));
        CertificateIdentity identity = identity(path, IdentityPolicy.DEFAULT);
        assertThat(identity.upn()).contains(new UserPrincipalName("Alice@example.com"));
        assertThat(identity.upnSource()).contains(CertificateIdentity.UpnSource.SUBJECT_ALTERNATIVE_NAME);
        assertThat(identity.sid()).contains(new Sid(SID));
        assertThat(identity.serialNumber()).isEqualTo(SerialNumber.of(path.leaf()));
        assertThat(identity.issuer()).isEqualTo(ca.certificate().getSubjectX500Principal());
        assertThat(identity.certificateHash()).isEqualTo(path.leafHash());
    }

    @Test
    void reads_the_sid_uri() {
        VerifiedPath path = verified(ca.leaf("Alice").upn("alice@example.com").sidUri(SID));
        assertThat(identity(path, IdentityPolicy.DEFAULT).sid()).contains(new Sid(SID));
    }

    @Test
    void takes_the_common_name_only_where_told_to() {
        VerifiedPath path = verified(ca.leaf("alice@example.com"));
        assertRefused(path, IdentityPolicy.DEFAULT, IdentityFault.NO_UPN);
        CertificateIdentity identity = identity(path, FROM_CN);
        assertThat(identity.upn()).contains(new UserPrincipalName("alice@example.com"));
        assertThat(identity.upnSource()).contains(CertificateIdentity.UpnSource.SUBJECT_COMMON_NAME);
    }

    @Test
    void prefers_the_san_to_the_common_name() {
        VerifiedPath path = verified(ca.leaf("mallory@example.com").upn("alice@example.com"));
        assertThat(identity(path, FROM_CN).upn()).contains(new UserPrincipalName("alice@example.com"));
    }

    @Test
    void does_not_fall_back_to_the_common_name_from_a_bad_upn() {
        assertRefused(verified(ca.leaf("alice@example.com").upn("")), FROM_CN, IdentityFault.UPN_EMPTY);
    }

    @Test
    void holds_the_common_name_to_the_same_rules() {
        assertRefused(verified(ca.leaf("alice")), FROM_CN, IdentityFault.UPN_FORM);
        assertRefused(
                verified(ca.leaf("x").subject("CN=alice@example.com,CN=bob@example.com")),
                FROM_CN,
                IdentityFault.SEVERAL_UPNS);
    }

    @Test
    void never_takes_an_email_address() {
        VerifiedPath path = verified(ca.leaf("Alice").email("alice@example.com"));
        assertRefused(path, FROM_CN, IdentityFault.UPN_FORM);
        assertThat(identity(path, MAPPED).upn()).isEmpty();
    }

    @Test
    void goes_without_upn_where_the_directory_maps() {
        CertificateIdentity identity = identity(verified(ca.leaf("Alice")), MAPPED);
        assertThat(identity.upn()).isEmpty();
        assertThat(identity.upnSource()).isEmpty();
        assertThat(identity.sid()).isEmpty();
    }

    @Test
    void refuses_two_upns_even_where_the_directory_maps() {
        VerifiedPath path = verified(ca.leaf("Alice").upn("a@example.com").upn("b@example.com"));
        assertRefused(path, MAPPED, IdentityFault.SEVERAL_UPNS);
    }

    @Test
    void answers_whatever_the_signed_extensions_hold() throws IOException {
        byte[] san = extension(
                ca.leaf("Alice").upn("alice@example.com").sidUri(SID), Extension.subjectAlternativeName.getId());
        byte[] sid = extension(ca.leaf("Alice").sid(SID), SidExtension.OID);
        Random random = new Random(20261121);
        KeyPair key = KeyKind.P256.generate();
        for (int i = 0; i < 800; i++) {
            VerifiedPath path = verified(ca.leaf("Alice")
                    .key(KeyKind.P256, key)
                    .rawExtension(Extension.subjectAlternativeName.getId(), false, mutated(san, random))
                    .rawExtension(SidExtension.OID, false, mutated(sid, random)));
            switch (CertificateIdentity.read(path, MAPPED)) {
                case CertificateIdentity identity ->
                    identity.upn()
                            .ifPresent(upn -> assertThat(UserPrincipalName.fault(upn.value()))
                                    .isEmpty());
                case IdentityResult.Refused refused ->
                    assertThat(refused.detail()).doesNotContain("\n", "\r", "\u0000");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"S-1-5-21-1-2-3-500", "S-1-1-0", "S-1-5-32-544", "S-1-281474976710655-4294967295"})
    void knows_sids(String text) {
        assertThat(Sid.parse(text)).contains(new Sid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "S-1-5",
                "S-1-5-",
                "S-2-5-21",
                "S-1-5-21-",
                "S-1-5--21",
                "S-1-05-21",
                "S-1-5-21-4294967296",
                "S-1-281474976710656-1",
                "S-1-5-21-1 ",
                " S-1-5-21-1",
                "S-1-5-21-1\n",
                "s-1-5-21-1",
                "S-1-5-21-٣"
            })
    void knows_what_is_no_sid(String text) {
        assertThat(Sid.parse(text)).isEmpty();
    }

    private static byte[] mutated(byte[] value, Random random) {
        byte[] copy = value.clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }

    private static byte[] extension(CertificateBuilder builder, String oid) {
        return ASN1OctetString.getInstance(builder.issue().certificate().getExtensionValue(oid))
                .getOctets();
    }

    private VerifiedPath verified(CertificateBuilder builder) {
        return (VerifiedPath) validator.validate(builder.issue().chain(), Instant.now());
    }

    private static CertificateIdentity identity(VerifiedPath path, IdentityPolicy policy) {
        IdentityResult result = CertificateIdentity.read(path, policy);
        assertThat(result).isInstanceOf(CertificateIdentity.class);
        return (CertificateIdentity) result;
    }

    private static void assertRefused(VerifiedPath path, IdentityPolicy policy, IdentityFault reason) {
        assertThat(CertificateIdentity.read(path, policy))
                .isInstanceOfSatisfying(
                        IdentityResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
