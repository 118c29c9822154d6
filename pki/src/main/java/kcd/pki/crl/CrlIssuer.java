package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Who signs the revocation lists of a CA, and is believed because it was configured: the CA itself, or a signer that it
 * delegated this to.
 */
public final class CrlIssuer {

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final int CRL_SIGN = 6;

    private final IssuerId id;
    private final X500Principal ca;
    private final X500Principal name;
    private final PublicKey key;
    private final Octets keyId;
    private final @Nullable Octets subjectKeyId;
    private final boolean delegated;

    private CrlIssuer(X509Certificate ca, X509Certificate signer, boolean delegated) {
        this.id = IssuerId.of(ca);
        this.ca = ca.getSubjectX500Principal();
        this.name = signer.getSubjectX500Principal();
        this.key = signer.getPublicKey();
        this.keyId = Octets.sha256(key.getEncoded());
        this.subjectKeyId = subjectKeyId(signer);
        this.delegated = delegated;
    }

    /**
     * The issuer with this certificate. Whether the certificate is valid today is not asked: a CA's last list outlives it.
     *
     * @throws IllegalArgumentException if the certificate may not sign revocation lists
     */
    public static CrlIssuer of(X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("is no CA certificate");
        }
        requireCrlSign(certificate);
        return new CrlIssuer(certificate, certificate, false);
    }

    /**
     * A signer that a CA delegated its lists to, by issuing its certificate: with the CA's name and a key of its own, or
     * with a name of its own, and then of indirect lists. RFC 5280 section 5, fourth paragraph.
     *
     * @throws IllegalArgumentException if the CA did not issue the certificate, or not for this
     */
    public static CrlIssuer delegated(X509Certificate ca, X509Certificate signer) {
        if (!issued(ca, signer)) {
            throw new IllegalArgumentException("was not issued by " + ca.getSubjectX500Principal());
        }
        if (signer.getKeyUsage() == null) {
            throw new IllegalArgumentException("has no key usage, and needs cRLSign");
        }
        requireCrlSign(signer);
        return new CrlIssuer(ca, signer, true);
    }

    private static boolean issued(X509Certificate ca, X509Certificate signer) {
        try {
            signer.verify(ca.getPublicKey());
            return signer.getIssuerX500Principal().equals(ca.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void requireCrlSign(X509Certificate certificate) {
        boolean @Nullable [] usage = certificate.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            throw new IllegalArgumentException("its key usage lacks cRLSign (RFC 5280 section 6.3.3 (f))");
        }
    }

    private static @Nullable Octets subjectKeyId(X509Certificate certificate) {
        byte @Nullable [] extension = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        if (extension == null) {
            return null;
        }
        byte[] value = ASN1OctetString.getInstance(extension).getOctets();
        return Octets.of(SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
    }

    /** Whose certificates its lists are about. */
    public IssuerId id() {
        return id;
    }

    /** SHA-256 of the DER SubjectPublicKeyInfo of the key that it signs with. */
    Octets keyId() {
        return keyId;
    }

    /** The name that its lists are issued under. */
    X500Principal name() {
        return name;
    }

    boolean isDelegated() {
        return delegated;
    }

    /** Whether certificates issued under this name are those that its lists are taken for. */
    boolean covers(X500Principal issuer) {
        return ca.equals(issuer);
    }

    /** Whether it has this name, compared as RFC 5280 section 7.1 says, so encodings may differ. */
    boolean hasName(X500Principal other) {
        return name.equals(other);
    }

    /** Whether it may have the key with this identifier; a certificate without identifier leaves that to the signature. */
    boolean mayHaveKey(@Nullable Octets keyId) {
        return keyId == null || subjectKeyId == null || subjectKeyId.equals(keyId);
    }

    boolean signed(ByteBuffer message, Octets algorithm, Octets signature) throws RefusedCrlException {
        return CrlSignatures.verify(message, algorithm, signature, key);
    }

    @Override
    public String toString() {
        return delegated ? name.getName() + " for " + id : id.toString();
    }
}
