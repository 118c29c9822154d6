package kcd.broker.identity;

import java.security.cert.X509Certificate;
import java.util.Optional;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.path.Certificates;

/**
 * What names one certificate in the audit log.
 *
 * @param serial in hexadecimal
 */
public record CertificateFacts(String serial, String issuer) {
    static CertificateFacts of(CertificateIdentity identity) {
        return of(identity.path().leaf());
    }

    /** What the device's certificate says of itself, when it was refused before anybody vouched for it. */
    public static Optional<CertificateFacts> claimed(DerChain chain) {
        return Certificates.parse(chain.certificates().getFirst()).map(CertificateFacts::of);
    }

    private static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                certificate.getSerialNumber().toString(16),
                certificate.getIssuerX500Principal().getName());
    }
}
