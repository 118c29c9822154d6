package kcd.pki.workshop;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;

/**
 * Certificates of every kind that a phone, a careless CA or an attacker may present, with the verdict due to each.
 *
 * <p>The library's tests judge them directly, the edge's tests send them through TLS: the verdicts must be the same.
 */
public final class CertificateMatrix {
    private static final String ALICE = "alice@example.com";
    private static final String SID = "S-1-5-21-1004336348-1177238915-682003330-1105";
    private static final String OTHER_SID = "S-1-5-21-1004336348-1177238915-682003330-500";
    private static final ASN1ObjectIdentifier UNKNOWN_EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    private static final String SID_EXTENSION = "1.3.6.1.4.1.311.25.2";
    private static final byte UTF8_STRING = 0x0C;
    private static final byte[] GARBAGE = {0x30, (byte) 0x84, 0x7F, 0x01};

    private final List<Specimen> specimens = new ArrayList<>();
    private final TestCa root;
    private final TestCa issuing;
    private final TestCa presented;
    private final TestCa constrainedRoot;

    public CertificateMatrix(CertificateWorkshop workshop) {
        root = workshop.root("Matrix Root CA");
        issuing = root.intermediate("Matrix Issuing CA");
        presented = root.intermediate("Matrix Presented CA");
        constrainedRoot = workshop.rootBuilder("Matrix Constrained Root")
                .extension(Extension.nameConstraints, true, permitting("OU=Phones,O=Example"))
                .issueCa();
        keys(workshop);
        chains(workshop);
        validity();
        usage();
        algorithms();
        structure();
        constraints();
        names();
        spoofedNames();
        sids();
    }

    /** What has to be configured as trust: a root, an issuing CA below it, and a root with name constraints. */
    public List<X509Certificate> trusted() {
        return List.of(root.certificate(), issuing.certificate(), constrainedRoot.certificate());
    }

    public List<Specimen> specimens() {
        return List.copyOf(specimens);
    }

    private void keys(CertificateWorkshop workshop) {
        for (KeyKind kind : List.of(
                KeyKind.P256, KeyKind.P384, KeyKind.P521, KeyKind.ED25519, KeyKind.RSA_2048, KeyKind.RSA_3072)) {
            admitted("a " + kind + " leaf", alice().key(kind));
        }
        for (KeyKind kind : List.of(KeyKind.P384, KeyKind.ED25519, KeyKind.RSA_2048)) {
            TestCa ca =
                    root.intermediateBuilder("Matrix " + kind + " CA").key(kind).issueCa();
            admitted("a leaf signed by a " + kind + " CA", user(ca));
        }
        TestCa rsa =
                root.intermediateBuilder("Matrix RSA CA").key(KeyKind.RSA_2048).issueCa();
        admitted("a leaf signed with RSA-PSS and SHA-256", user(rsa).signature("SHA256withRSAandMGF1"));
        refused("a leaf signed with RSA-PSS and SHA-1", user(rsa).signature("SHA1withRSAandMGF1"), "WEAK_SIGNATURE");
        refused("a leaf signed with MD5", user(rsa).signature("MD5withRSA"), "WEAK_SIGNATURE");
        refused("a leaf signed with SHA-1 and RSA", user(rsa).signature("SHA1withRSA"), "WEAK_SIGNATURE");
        TestCa foreign = workshop.root("Foreign Root", KeyKind.RSA_2048);
        refused("a foreign leaf signed with SHA-1", user(foreign).signature("SHA1withRSA"), "UNKNOWN_ISSUER");
    }

    private void chains(CertificateWorkshop workshop) {
        admitted("a leaf directly under the root", user(root));
        admitted("a leaf with its presented intermediate", user(presented));
        Credential deep = user(presented.intermediate("Matrix Deep CA")).issue();
        admitted("two presented intermediates", deep);
        admitted(
                "intermediates in the wrong order",
                deep.withChain(deep.chain().get(2), deep.chain().get(1)));
        admitted("the root presented too", alice().issue().withChain(issuing.certificate(), root.certificate()));
        TestCa foreign = workshop.root("Foreign CA");
        admitted("an unrelated certificate in the chain", alice().issue().withChain(foreign.certificate()));
        refused("no certificate at all", List.of(), alice().issue(), "EMPTY_CHAIN");
        refused("a missing intermediate", user(presented).issue().withoutIntermediates(), "UNKNOWN_ISSUER");
        refused("a foreign CA", user(foreign), "UNKNOWN_ISSUER");
        refused(
                "a foreign CA that presents its root",
                user(foreign).issue().withChain(foreign.certificate()),
                "UNKNOWN_ISSUER");
        refused(
                "eleven certificates",
                alice().issue()
                        .withChain(Stream.generate(root::certificate).limit(10).toArray(X509Certificate[]::new)),
                "CHAIN_TOO_LONG");
        TestCa lookalike = workshop.rootBuilder("Matrix Issuing CA").issueCa();
        refused("a CA of the same name and another key", user(lookalike), "UNKNOWN_ISSUER");
        refused(
                "a CA of the same name that leaves out the key identifier",
                user(lookalike).without(Extension.authorityKeyIdentifier),
                "BAD_SIGNATURE");
        refused(
                "a CA of the same name that names our key",
                user(lookalike)
                        .extension(
                                Extension.authorityKeyIdentifier,
                                false,
                                new AuthorityKeyIdentifier(CertificateSigner.keyIdentifier(
                                        issuing.certificate().getPublicKey()))),
                "BAD_SIGNATURE");
        TestCa forged = lookalike.intermediate("Matrix Forged CA");
        refused(
                "an intermediate that only claims to be under our root",
                user(forged).issue().withChain(forged.certificate(), lookalike.certificate()),
                "UNKNOWN_ISSUER");
        refused("a leaf changed after signing", tampered(alice().issue()), "BAD_SIGNATURE");
    }

    private void validity() {
        refused("an expired leaf", alice().expired(), "EXPIRED");
        refused("a leaf that is not yet valid", alice().notYetValid(), "NOT_YET_VALID");
        refused(
                "an expired intermediate",
                user(root.intermediateBuilder("Matrix Old CA").expired().issueCa()),
                "ISSUER_EXPIRED");
        refused(
                "an intermediate that is not yet valid",
                user(root.intermediateBuilder("Matrix New CA").notYetValid().issueCa()),
                "ISSUER_NOT_YET_VALID");
        refused(
                "an expired leaf of a CA without our trust is still a stranger's",
                tampered(alice().expired().issue()),
                "BAD_SIGNATURE");
    }

    private void usage() {
        refused(
                "a server certificate",
                alice().extendedKeyUsage(KeyPurposeId.id_kp_serverAuth),
                "WRONG_EXTENDED_KEY_USAGE");
        refused(
                "an e-mail certificate",
                alice().extendedKeyUsage(KeyPurposeId.id_kp_emailProtection),
                "WRONG_EXTENDED_KEY_USAGE");
        refused("no extended key usage", alice().without(Extension.extendedKeyUsage), "MISSING_EXTENDED_KEY_USAGE");
        refused(
                "any extended key usage",
                alice().extendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage),
                "MISSING_EXTENDED_KEY_USAGE");
        admitted(
                "client authentication among other purposes",
                alice().extendedKeyUsage(
                                KeyPurposeId.id_kp_smartcardlogon,
                                KeyPurposeId.id_kp_clientAuth,
                                KeyPurposeId.id_kp_emailProtection));
        admitted("no key usage", alice().without(Extension.keyUsage));
        admitted("signature and encryption", alice().keyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        refused("a key for encryption only", alice().keyUsage(KeyUsage.keyEncipherment), "WRONG_KEY_USAGE");
        refused(
                "a CA certificate as leaf",
                alice().extension(Extension.basicConstraints, true, new BasicConstraints(true)),
                "LEAF_IS_CA");
        admitted(
                "basic constraints that say it is no CA",
                alice().extension(Extension.basicConstraints, true, new BasicConstraints(false)));
        Credential bob = issuing.user("bob@example.com");
        TestCa leafAsCa = new TestCa(bob, KeyKind.P256, issuing.clock());
        refused(
                "a leaf signed by another user's leaf",
                user(leafAsCa).issue().withChain(bob.certificate()),
                "ISSUER_NOT_CA");
        refused(
                "an intermediate that may not sign certificates",
                user(root.intermediateBuilder("Matrix CRL Signer")
                        .keyUsage(KeyUsage.cRLSign)
                        .issueCa()),
                "ISSUER_NOT_CA");
        refused(
                "an intermediate for servers only",
                user(root.intermediateBuilder("Matrix Server CA")
                        .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                        .issueCa()),
                "WRONG_EXTENDED_KEY_USAGE");
        TestCa lowest = root.intermediateBuilder("Matrix Lowest CA").ca(0).issueCa();
        admitted("a leaf under a CA of path length 0", user(lowest));
        refused("a CA under a CA of path length 0", user(lowest.intermediate("Matrix Too Low CA")), "PATH_TOO_LONG");
    }

    private void algorithms() {
        refused("an RSA-1024 leaf", alice().key(KeyKind.RSA_1024), "WEAK_KEY");
        refused(
                "an RSA-1024 intermediate",
                user(root.intermediateBuilder("Matrix Tiny CA")
                        .key(KeyKind.RSA_1024)
                        .issueCa()),
                "WEAK_KEY");
        refused(
                "an intermediate signed with SHA-1",
                user(root.intermediateBuilder("Matrix SHA-1 CA")
                        .signature("SHA1withECDSA")
                        .issueCa()),
                "WEAK_SIGNATURE");
        refused("a leaf signed with ECDSA and SHA-1", alice().signature("SHA1withECDSA"), "WEAK_SIGNATURE");
    }

    private void structure() {
        admitted("an unknown extension", alice().extension(UNKNOWN_EXTENSION, false, DERNull.INSTANCE));
        refused(
                "an unknown critical extension",
                alice().extension(UNKNOWN_EXTENSION, true, DERNull.INSTANCE),
                "UNKNOWN_CRITICAL_EXTENSION");
        refused("the extended key usage twice", alice().repeated(Extension.extendedKeyUsage), "MALFORMED");
        refused("the SAN twice", alice().repeated(Extension.subjectAlternativeName), "MALFORMED");
        refused("a broken key usage", alice().rawExtension(Extension.keyUsage.getId(), false, GARBAGE), "MALFORMED");
        refused(
                "a broken extended key usage",
                alice().rawExtension(Extension.extendedKeyUsage.getId(), false, GARBAGE),
                "MALFORMED");
        refused(
                "broken basic constraints",
                alice().rawExtension(Extension.basicConstraints.getId(), false, GARBAGE),
                "MALFORMED");
        refused(
                "a broken authority key identifier",
                alice().rawExtension(Extension.authorityKeyIdentifier.getId(), false, GARBAGE),
                "MALFORMED");
        refused(
                "a broken critical SAN",
                alice().rawExtension(Extension.subjectAlternativeName.getId(), true, GARBAGE),
                "MALFORMED");
        refused(
                "a broken SAN",
                alice().rawExtension(Extension.subjectAlternativeName.getId(), false, GARBAGE),
                "MALFORMED_EXTENSION");
        refused("a broken SID extension", alice().rawExtension(SID_EXTENSION, false, GARBAGE), "MALFORMED_EXTENSION");
        refused(
                "an empty SID extension",
                alice().rawExtension(SID_EXTENSION, false, new byte[0]),
                "MALFORMED_EXTENSION");
        Credential good = alice().issue();
        byte[] der = Pem.der(good.certificate());
        refused("a truncated certificate", List.of(Arrays.copyOf(der, der.length - 7)), good, "MALFORMED");
        refused("a certificate with a byte after it", List.of(Arrays.copyOf(der, der.length + 1)), good, "MALFORMED");
        refused(
                "text instead of a certificate",
                List.of("hello".getBytes(StandardCharsets.US_ASCII)),
                good,
                "MALFORMED");
        refused(
                "PEM instead of DER",
                List.of(Pem.of(good.certificate()).getBytes(StandardCharsets.US_ASCII)),
                good,
                "MALFORMED");
        refused("an empty certificate", List.of(new byte[0]), good, "MALFORMED");
        refused("a broken certificate above a good one", List.of(der, GARBAGE), good, "MALFORMED");
        refused("a megabyte", List.of(new byte[1 << 20]), good, "CERTIFICATE_TOO_LARGE");
        admitted("a serial number of 20 octets", alice().serialNumber(BigInteger.TWO.pow(158)));
        refused("a serial number of 21 octets", alice().serialNumber(BigInteger.TWO.pow(160)), "UNUSUAL_SERIAL_NUMBER");
        refused(
                "a serial number of 1000 octets",
                alice().serialNumber(BigInteger.TWO.pow(7990)),
                "UNUSUAL_SERIAL_NUMBER");
        refused("a negative serial number", alice().serialNumber(BigInteger.valueOf(-5)), "UNUSUAL_SERIAL_NUMBER");
        refused("the serial number zero", alice().serialNumber(BigInteger.ZERO), "UNUSUAL_SERIAL_NUMBER");
        CertificateBuilder crowded = alice();
        for (int i = 0; i < 200; i++) {
            crowded.host("host" + i + ".example.com");
        }
        admitted("two hundred names", crowded);
    }

    private void constraints() {
        TestCa phones = root.intermediateBuilder("Matrix Phones CA")
                .extension(Extension.nameConstraints, true, permitting("OU=Phones,O=Example"))
                .issueCa();
        admitted(
                "a subject within the intermediate's name constraints",
                user(phones).subject("OU=Phones,O=Example,CN=alice"));
        refused(
                "a subject outside of the intermediate's name constraints",
                user(phones).subject("OU=Servers,O=Example,CN=alice"),
                "CONSTRAINT_VIOLATED");
        admitted(
                "a subject within the root's name constraints",
                user(constrainedRoot).subject("OU=Phones,O=Example,CN=alice"));
        refused(
                "a subject outside of the root's name constraints",
                user(constrainedRoot).subject("OU=Servers,O=Example,CN=alice"),
                "CONSTRAINT_VIOLATED");
        ASN1EncodableVector explicit = new ASN1EncodableVector();
        explicit.add(new DERTaggedObject(false, 0, new ASN1Integer(0)));
        TestCa strict = root.intermediateBuilder("Matrix Policy CA")
                .extension(Extension.policyConstraints, true, new DERSequence(explicit))
                .extension(Extension.certificatePolicies, false, policy())
                .issueCa();
        admitted(
                "the policy that the CA requires",
                user(strict).extension(Extension.certificatePolicies, false, policy()));
        refused("no policy where the CA requires one", user(strict), "CONSTRAINT_VIOLATED");
    }

    private void names() {
        admitted("an e-mail address beside the UPN", alice().email("mallory@example.com"));
        admitted("a UPN with umlauts", upn("jürgen.müller@example.com"));
        admitted("a UPN in one other script", upn("иван.петров@example.com"));
        admitted("a UPN in Japanese with Latin letters", upn("山田taroさん@example.com"));
        admitted("a suffix that is no DNS name of ours", upn("alice@corp"));
        refused("no UPN", issuing.leaf("alice"), "NO_UPN");
        refused("an e-mail address only", issuing.leaf("alice").email(ALICE), "NO_UPN");
        refused("a UPN in the common name only", issuing.leaf(ALICE), "NO_UPN");
        refused("two UPNs", upn(ALICE).upn("bob@example.com"), "SEVERAL_UPNS");
        refused("the same UPN twice", upn(ALICE).upn(ALICE), "SEVERAL_UPNS");
        refused("an empty UPN", upn(""), "UPN_EMPTY");
        refused("a UPN of 1025 bytes", upn("a".repeat(1013) + "@example.com"), "UPN_TOO_LONG");
        refused("a UPN that is not UTF-8", rawUtf8(new byte[] {'a', (byte) 0xC3, '@', 'b'}), "UPN_NOT_UTF8");
        refused(
                "a UPN in overlong UTF-8",
                rawUtf8(new byte[] {'a', (byte) 0xC0, (byte) 0x80, '@', 'b'}),
                "UPN_NOT_UTF8");
        refused("a UPN as BMPString", issuing.leaf("alice").rawUpn(new DERBMPString(ALICE)), "MALFORMED_EXTENSION");
        refused("a UPN as IA5String", issuing.leaf("alice").rawUpn(new DERIA5String(ALICE)), "MALFORMED_EXTENSION");
        refused(
                "a UPN as OCTET STRING",
                issuing.leaf("alice").rawUpn(new DEROctetString(ALICE.getBytes(StandardCharsets.UTF_8))),
                "MALFORMED_EXTENSION");
        refused(
                "a UPN as a sequence of two",
                issuing.leaf("alice")
                        .rawUpn(new DERSequence(
                                new DERUTF8String[] {new DERUTF8String(ALICE), new DERUTF8String("bob@example.com")})),
                "MALFORMED_EXTENSION");
        refused("no at sign", upn("alice"), "UPN_FORM");
        refused("two at signs", upn("alice@example.com@evil.example"), "UPN_FORM");
        refused("nothing before the at sign", upn("@example.com"), "UPN_FORM");
        refused("nothing after the at sign", upn("alice@"), "UPN_FORM");
        refused("an empty label in the suffix", upn("alice@example..com"), "UPN_FORM");
        refused("a dot at the end", upn("alice@example.com."), "UPN_FORM");
    }

    private void spoofedNames() {
        refused("an embedded NUL", upn("alice@example.com\u0000.evil.example"), "UPN_CONTROL_CHARACTER");
        refused("a line break", upn("alice@example.com\r\nX-User: bob"), "UPN_CONTROL_CHARACTER");
        refused("a C1 control character", upn("alice\u0085@example.com"), "UPN_CONTROL_CHARACTER");
        refused("a space", upn("alice smith@example.com"), "UPN_WHITESPACE");
        refused("a no-break space", upn("alice\u00A0@example.com"), "UPN_WHITESPACE");
        refused("a line separator", upn("alice\u2028@example.com"), "UPN_WHITESPACE");
        refused("a right-to-left override", upn("alice\u202Eecila@example.com"), "UPN_INVISIBLE_CHARACTER");
        refused("a zero-width space", upn("ali\u200Bce@example.com"), "UPN_INVISIBLE_CHARACTER");
        refused("a zero-width joiner", upn("ali\u200Dce@example.com"), "UPN_INVISIBLE_CHARACTER");
        refused("a byte order mark", upn("\uFEFFalice@example.com"), "UPN_INVISIBLE_CHARACTER");
        refused("a soft hyphen", upn("ali\u00ADce@example.com"), "UPN_INVISIBLE_CHARACTER");
        refused("a Hangul filler", upn("alice\u3164@example.com"), "UPN_INVISIBLE_CHARACTER");
        refused("a private-use character", upn("alice\uE000@example.com"), "UPN_INVISIBLE_CHARACTER");
        refused("a Cyrillic a among Latin letters", upn("\u0430lice@example.com"), "UPN_MIXED_SCRIPT");
        refused("a Greek omicron in the suffix", upn("alice@example.c\u03BFm"), "UPN_MIXED_SCRIPT");
        refused("full-width letters", upn("ａlice@example.com"), "UPN_NOT_NORMALISED");
        refused("a full-width at sign", upn("alice＠example.com"), "UPN_FORBIDDEN_CHARACTER");
        refused("an umlaut in two characters", upn("ju\u0308rgen@example.com"), "UPN_NOT_NORMALISED");
        refused("a principal with an instance", upn("alice/admin@example.com"), "UPN_FORBIDDEN_CHARACTER");
        refused("a down-level name", upn("EXAMPLE\\alice@example.com"), "UPN_FORBIDDEN_CHARACTER");
        refused("an LDAP filter", upn("*)(uid=*@example.com"), "UPN_FORBIDDEN_CHARACTER");
    }

    private void sids() {
        admitted("the SID extension", alice().sid(SID));
        admitted("the SID URI", alice().sidUri(SID));
        admitted("the same SID in both places", alice().sid(SID).sidUri(SID));
        admitted(
                "another URI",
                alice().name(new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.com/")));
        refused("two SIDs", alice().sid(SID).sidUri(OTHER_SID), "SEVERAL_SIDS");
        refused("two SID URIs", alice().sidUri(SID).sidUri(OTHER_SID), "SEVERAL_SIDS");
        refused("a SID in lower case", alice().sid("s-1-5-21-1-2-3-500"), "SID_MALFORMED");
        refused("a SID with leading zeros", alice().sid("S-1-5-21-1-2-3-0500"), "SID_MALFORMED");
        refused("a SID with a number too large", alice().sid("S-1-5-21-1-2-3-4294967296"), "SID_MALFORMED");
        refused("a SID with sixteen parts", alice().sidUri("S-1-5" + "-1".repeat(16)), "SID_MALFORMED");
        refused("a SID with a NUL at its end", alice().sid(SID + "\u0000"), "SID_MALFORMED");
        refused("an empty SID URI", alice().sidUri(""), "SID_MALFORMED");
    }

    private CertificateBuilder alice() {
        return user(issuing);
    }

    private static CertificateBuilder user(TestCa ca) {
        return ca.leaf("alice").upn(ALICE);
    }

    private CertificateBuilder upn(String upn) {
        return issuing.leaf("alice").upn(upn);
    }

    /** A UTF8String of these very bytes. */
    private CertificateBuilder rawUtf8(byte[] bytes) {
        byte[] encoded = new byte[bytes.length + 2];
        encoded[0] = UTF8_STRING;
        encoded[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, encoded, 2, bytes.length);
        return issuing.leaf("alice").rawUpn(ASN1UTF8String.getInstance(encoded));
    }

    private static NameConstraints permitting(String directoryName) {
        GeneralName subtree = new GeneralName(new X500Name(directoryName));
        return new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(subtree)}, null);
    }

    private static CertificatePolicies policy() {
        return new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.2")));
    }

    /** Flips a bit of the signature's last octet. */
    private static Credential tampered(Credential good) {
        byte[] der = Pem.der(good.certificate());
        der[der.length - 1] ^= 1;
        return new Credential(List.of(CertificateBuilder.parse(der)), good.privateKey());
    }

    private void admitted(String description, CertificateBuilder builder) {
        admitted(description, builder.issue());
    }

    private void admitted(String description, Credential credential) {
        add(description, credential, Specimen.ADMITTED);
    }

    private void refused(String description, CertificateBuilder builder, String reason) {
        KeyPair pair = builder.keyPair();
        byte[] leaf = builder.issueDer();
        List<byte[]> chain = new ArrayList<>(List.of(leaf));
        builder.above().forEach(certificate -> chain.add(Pem.der(certificate)));
        specimens.add(new Specimen(description, chain, pair.getPrivate(), reason));
    }

    private void refused(String description, Credential credential, String reason) {
        add(description, credential, reason);
    }

    private void refused(String description, List<byte[]> chain, Credential credential, String reason) {
        specimens.add(new Specimen(description, chain, credential.privateKey(), reason));
    }

    private void add(String description, Credential credential, String verdict) {
        List<byte[]> chain = credential.chain().stream().map(Pem::der).toList();
        specimens.add(new Specimen(description, chain, credential.privateKey(), verdict));
    }
}
