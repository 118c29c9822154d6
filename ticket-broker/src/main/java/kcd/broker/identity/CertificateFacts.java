package kcd.broker.identity;

import kcd.pki.name.CertificateIdentity;

/**
 * What names one verified certificate in the audit log.
 *
 * @param serial in hexadecimal
 */
public record CertificateFacts(String serial, String issuer) {
    static CertificateFacts of(CertificateIdentity identity) {
        return new CertificateFacts(
                identity.path().leaf().getSerialNumber().toString(16),
                identity.issuer().getName());
    }
}
