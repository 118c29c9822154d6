package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/** A CA whose revocation lists are believed because it was configured. */
public final class CrlIssuer {

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final int CRL_SIGN = 6;

    private final IssuerId id;
    private final X500Principal name;
    private final PublicKey key;
    private final @Nullable Octets subjectKeyId;

    private CrlIssuer(IssuerId id, X500Principal name, PublicKey key, @Nullable Octets subjectKeyId) {
        this.id = id;
        this.name = name;
        this.key = key;
        this.subjectKeyId = subjectKeyId;
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
        boolean @Nullable [] usage = certificate.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            throw new IllegalArgumentException("its key usage lacks cRLSign (RFC 5280 section 6.3.3 (f))");
        }
        return new CrlIssuer(
                IssuerId.of(certificate),
                certificate.getSubjectX500Principal(),
                certificate.getPublicKey(),
                subjectKeyId(certificate));
    }

    private static @Nullable Octets subjectKeyId(X509Certificate certificate) {
        byte @Nullable [] extension = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        if (extension == null) {
            return null;
        }
        byte[] value = ASN1OctetString.getInstance(extension).getOctets();
        return Octets.of(SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
    }

    public IssuerId id() {
        return id;
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
        return id.toString();
    }
}
