package kcd.pki.crl;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import javax.security.auth.x500.X500Principal;

/**
 * Which CA a revocation list is of: the CA's name and its key. A renewed CA certificate with the same key is the same
 * issuer; a CA that changed its key is two.
 *
 * @param name DER of the subject Name of the CA's certificate
 * @param keyId SHA-256 of its DER SubjectPublicKeyInfo
 */
public record IssuerId(Octets name, Octets keyId) implements Comparable<IssuerId> {

    private static final Comparator<IssuerId> ORDER =
            Comparator.comparing(IssuerId::name).thenComparing(IssuerId::keyId);

    /** Hashes the certificate's key: keep the result with the certificate where look-ups are frequent. */
    public static IssuerId of(X509Certificate issuer) {
        return new IssuerId(
                Octets.of(issuer.getSubjectX500Principal().getEncoded()),
                Octets.sha256(issuer.getPublicKey().getEncoded()));
    }

    @Override
    public int compareTo(IssuerId other) {
        return ORDER.compare(this, other);
    }

    void addTo(MessageDigest digest) {
        Octets.sha256(name.toByteArray()).addTo(digest);
        keyId.addTo(digest);
    }

    /** The name as people write it, and the first digits of the key's hash. */
    @Override
    public String toString() {
        return displayName() + " (key " + keyId.toString().substring(0, 16) + ")";
    }

    private String displayName() {
        try {
            return new X500Principal(name.toByteArray()).getName();
        } catch (IllegalArgumentException e) {
            return name.toString();
        }
    }
}
