package kcd.pki.workshop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;

/** A certificate in the making. It allows everything, also what no CA should sign. RFC 5280 section 4. */
public final class CertificateBuilder {
    private static final ASN1ObjectIdentifier UPN = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");
    private static final ASN1ObjectIdentifier SID_EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.25.2");
    private static final ASN1ObjectIdentifier OBJECT_SID = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.25.2.1");
    private static final String SID_URI = "tag:microsoft.com,2022-09-14:sid:";
    /** Clocks of other machines may be a little behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable TestCa issuer;
    private final InstantSource clock;
    private final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();
    private final Set<ASN1ObjectIdentifier> left = new HashSet<>();
    private final List<ASN1ObjectIdentifier> repeated = new ArrayList<>();
    private final List<GeneralName> names = new ArrayList<>();
    private X500Name subject;
    private Instant notBefore;
    private Instant notAfter;
    private KeyKind kind;
    private @Nullable KeyPair keyPair;
    private @Nullable String signature;
    private BigInteger serialNumber = new BigInteger(127, RANDOM).setBit(126);

    private CertificateBuilder(@Nullable TestCa issuer, String commonName, KeyKind kind, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
        this.kind = kind;
        this.subject = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        this.notBefore = clock.instant().minus(BACKDATED);
        this.notAfter = clock.instant().plus(CertificateWorkshop.LEAF_LIFETIME);
    }

    static CertificateBuilder selfSigned(String commonName, InstantSource clock) {
        return new CertificateBuilder(null, commonName, KeyKind.P256, clock);
    }

    static CertificateBuilder signedBy(TestCa issuer, String commonName) {
        return new CertificateBuilder(issuer, commonName, KeyKind.P256, issuer.clock());
    }

    /** A whole distinguished name instead of the common name, such as {@code CN=Issuing CA,DC=example,DC=com}. */
    public CertificateBuilder subject(String distinguishedName) {
        subject = new X500Name(distinguishedName);
        return this;
    }

    public CertificateBuilder key(KeyKind key) {
        kind = key;
        return this;
    }

    /** Uses this key again instead of a new one: renewals, cross-signing. */
    public CertificateBuilder key(KeyKind key, KeyPair pair) {
        kind = key;
        keyPair = pair;
        return this;
    }

    /** Signs with this JCA algorithm instead of the issuer's usual one. */
    public CertificateBuilder signature(String algorithm) {
        signature = algorithm;
        return this;
    }

    public CertificateBuilder validity(Instant from, Instant until) {
        notBefore = from;
        notAfter = until;
        return this;
    }

    public CertificateBuilder lifetime(Duration lifetime) {
        notAfter = clock.instant().plus(lifetime);
        return this;
    }

    public CertificateBuilder expired() {
        return validity(
                clock.instant().minus(Duration.ofDays(30)), clock.instant().minus(Duration.ofDays(1)));
    }

    public CertificateBuilder notYetValid() {
        return validity(
                clock.instant().plus(Duration.ofDays(1)), clock.instant().plus(Duration.ofDays(30)));
    }

    public CertificateBuilder serialNumber(BigInteger serial) {
        serialNumber = serial;
        return this;
    }

    /** A CA without limit on the CAs below it. */
    public CertificateBuilder ca() {
        return extension(Extension.basicConstraints, true, new BasicConstraints(true))
                .caKeyUsage();
    }

    public CertificateBuilder ca(int pathLength) {
        return extension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
                .caKeyUsage();
    }

    private CertificateBuilder caKeyUsage() {
        return keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    public CertificateBuilder keyUsage(int bits) {
        return extension(Extension.keyUsage, true, new KeyUsage(bits));
    }

    public CertificateBuilder extendedKeyUsage(KeyPurposeId... purposes) {
        return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    /** The Windows user principal name in the SAN; called twice, it is there twice. */
    public CertificateBuilder upn(String upn) {
        return otherName(UPN, new DERUTF8String(upn));
    }

    /** A UPN whose value is what you say: another string type, broken UTF-8, anything. */
    public CertificateBuilder rawUpn(ASN1Encodable value) {
        return otherName(UPN, value);
    }

    private CertificateBuilder otherName(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return name(new GeneralName(
                GeneralName.otherName,
                new DERSequence(new ASN1Encodable[] {type, new DERTaggedObject(true, 0, value)})));
    }

    /** The account's SID, in the extension of AD CS. */
    public CertificateBuilder sid(String sid) {
        DERSequence otherName = new DERSequence(new ASN1Encodable[] {
            OBJECT_SID, new DERTaggedObject(true, 0, new DEROctetString(sid.getBytes(StandardCharsets.US_ASCII)))
        });
        return extension(SID_EXTENSION, false, new DERSequence(new DERTaggedObject(false, 0, otherName)));
    }

    /** The account's SID, in a SAN URI. */
    public CertificateBuilder sidUri(String sid) {
        return name(new GeneralName(GeneralName.uniformResourceIdentifier, SID_URI + sid));
    }

    public CertificateBuilder email(String address) {
        return name(new GeneralName(GeneralName.rfc822Name, address));
    }

    /** A DNS name or an IP address. */
    public CertificateBuilder host(String host) {
        boolean address = host.matches("[0-9.]+") || host.contains(":");
        return name(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }

    public CertificateBuilder name(GeneralName name) {
        names.add(name);
        return this;
    }

    public CertificateBuilder extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        return rawExtension(oid.getId(), critical, der(oid, value));
    }

    /** An extension whose contents need not even be DER. */
    public CertificateBuilder rawExtension(String oid, boolean critical, byte[] value) {
        ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
        extensions.put(id, new Extension(id, critical, new DEROctetString(value)));
        return this;
    }

    /** A second extension of an OID that is already there, which RFC 5280 section 4.2 forbids. */
    public CertificateBuilder repeated(ASN1ObjectIdentifier oid) {
        repeated.add(oid);
        return this;
    }

    /** Leaves the extension out, also one that is written by default (key identifiers). */
    public CertificateBuilder without(ASN1ObjectIdentifier oid) {
        extensions.remove(oid);
        left.add(oid);
        return this;
    }

    /** The signed certificate with its key and chain. */
    public Credential issue() {
        X509Certificate certificate = parse(issueDer());
        return new Credential(
                Stream.concat(Stream.of(certificate), above().stream()).toList(),
                keyPair().getPrivate());
    }

    /** The signed DER only, also where it is too broken to be parsed. */
    public byte[] issueDer() {
        return sign(keyPair());
    }

    /** The certificate's key, made when it is first needed. */
    KeyPair keyPair() {
        KeyPair pair = keyPair == null ? kind.generate() : keyPair;
        keyPair = pair;
        return pair;
    }

    /** The intermediates that go with the certificate. */
    List<X509Certificate> above() {
        return issuer == null ? List.of() : issuer.presentedAbove();
    }

    /** The signed certificate as a CA that signs others. */
    public TestCa issueCa() {
        return new TestCa(issue(), kind, clock);
    }

    private byte[] sign(KeyPair pair) {
        V3TBSCertificateGenerator certificate = new V3TBSCertificateGenerator();
        certificate.setSerialNumber(new ASN1Integer(serialNumber));
        certificate.setIssuer(issuer == null ? subject : issuer.name());
        certificate.setStartDate(new Time(Date.from(notBefore)));
        certificate.setEndDate(new Time(Date.from(notAfter)));
        certificate.setSubject(subject);
        certificate.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        certificate.setExtensions(new Extensions(allExtensions(pair.getPublic()).toArray(Extension[]::new)));
        KeyKind signing = issuer == null ? kind : issuer.kind();
        return new CertificateSigner(
                        signature == null ? signing.signature() : signature,
                        issuer == null ? pair.getPrivate() : issuer.credential().privateKey())
                .sign(certificate);
    }

    private List<Extension> allExtensions(PublicKey key) {
        PublicKey issuerKey = issuer == null ? key : issuer.certificate().getPublicKey();
        Map<ASN1ObjectIdentifier, Extension> all = new LinkedHashMap<>();
        put(all, Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(CertificateSigner.keyIdentifier(key)));
        put(
                all,
                Extension.authorityKeyIdentifier,
                new AuthorityKeyIdentifier(CertificateSigner.keyIdentifier(issuerKey)));
        if (!names.isEmpty()) {
            put(all, Extension.subjectAlternativeName, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        all.keySet().removeAll(left);
        all.putAll(extensions);
        List<Extension> list = new ArrayList<>(all.values());
        repeated.forEach(oid -> list.add(all.get(oid)));
        return list;
    }

    private static void put(Map<ASN1ObjectIdentifier, Extension> all, ASN1ObjectIdentifier oid, ASN1Encodable value) {
        all.put(oid, new Extension(oid, false, new DEROctetString(der(oid, value))));
    }

    private static byte[] der(ASN1ObjectIdentifier oid, ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new WorkshopException("encode extension " + oid, e);
        }
    }

    static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new WorkshopException("parse what was signed; issueDer() leaves it as bytes", e);
        }
    }
}
