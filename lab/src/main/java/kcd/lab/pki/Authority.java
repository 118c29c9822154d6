package kcd.lab.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A self-signed CA that issues what the lab needs. RFC 5280 section 4.2.
public final class Authority {

    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Duration BACKDATED = Duration.ofHours(1);
    /// Microsoft's "user principal name" in the subject alternative name.
    private static final ASN1ObjectIdentifier UPN = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Credential credential;
    private final Optional<URI> distributionPoint;

    private Authority(Credential credential, Optional<URI> distributionPoint) {
        this.credential = credential;
        this.distributionPoint = distributionPoint;
    }

    public static Authority create(String commonName) {
        return create(commonName, Optional.empty());
    }

    /// A CA whose certificates say where its revocation list is.
    public static Authority create(String commonName, URI distributionPoint) {
        return create(commonName, Optional.of(distributionPoint));
    }

    private static Authority create(String commonName, Optional<URI> distributionPoint) {
        KeyPair keys = keys();
        X500Name name = name(commonName);
        Credential credential = issue(name, keys, name, keys, (builder, extensions) -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        });
        return new Authority(credential, distributionPoint);
    }

    public X509Certificate certificate() {
        return credential.certificate();
    }

    /// A user's certificate: the UPN in the subject alternative name, good for client authentication.
    public Credential issueForUser(String commonName, String upn) {
        GeneralName otherName = new GeneralName(GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
            UPN, new DERTaggedObject(true, 0, new DERUTF8String(upn))
        }));
        return issue(commonName, new GeneralNames(otherName), KeyPurposeId.id_kp_clientAuth);
    }

    /// A service's certificate, for both ends of a connection.
    public Credential issueForService(String commonName, String... dnsNames) {
        GeneralName[] names = new GeneralName[dnsNames.length];
        for (int i = 0; i < dnsNames.length; i++) {
            names[i] = new GeneralName(GeneralName.dNSName, dnsNames[i]);
        }
        return issue(commonName, new GeneralNames(names), KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    }

    /// Starts a revocation list of this CA.
    public RevocationList revocationList() {
        return new RevocationList(credential);
    }

    private Credential issue(String commonName, GeneralNames names, KeyPurposeId... purposes) {
        KeyPair issuerKeys = new KeyPair(certificate().getPublicKey(), credential.key());
        X500Name issuer =
                X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
        return issue(issuer, issuerKeys, name(commonName), keys(), (builder, extensions) -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(certificate().getPublicKey()));
            if (distributionPoint.isPresent()) {
                builder.addExtension(
                        Extension.cRLDistributionPoints, false, distributionPoints(distributionPoint.get()));
            }
        });
    }

    /// Adds the extensions of one kind of certificate.
    private interface Extensions {
        void add(X509v3CertificateBuilder builder, JcaX509ExtensionUtils extensions) throws CertIOException;
    }

    private static Credential issue(
            X500Name issuer, KeyPair issuerKeys, X500Name subject, KeyPair keys, Extensions extensions) {
        try {
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(127, RANDOM).setBit(126),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(LIFETIME)),
                    subject,
                    keys.getPublic());
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(keys.getPublic()));
            extensions.add(builder, utils);
            X509Certificate certificate =
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuerKeys)));
            return new Credential(certificate, keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot issue a certificate for " + subject, e);
        }
    }

    private static CRLDistPoint distributionPoints(URI uri) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, uri.toString());
        DistributionPointName point = new DistributionPointName(new GeneralNames(name));
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)});
    }

    private static ContentSigner signer(KeyPair keys) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    }

    private static X500Name name(String commonName) {
        return new X500Name("CN=" + commonName + ",O=kcd-gateway lab");
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
