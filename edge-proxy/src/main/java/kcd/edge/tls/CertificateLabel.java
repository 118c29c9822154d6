package kcd.edge.tls;

import kcd.pki.path.CertificateHash;
import kcd.pki.path.VerifiedPath;

/// Which certificate, in words fit for a log: nothing of its subject, enough to find it.
///
/// @param serial hexadecimal
/// @param issuer the beginning of the SHA-256 of the issuer's certificate
/// @param fingerprint the beginning of the SHA-256 of the certificate
public record CertificateLabel(String serial, String issuer, String fingerprint) {
    private static final int DIGITS = 16;

    static CertificateLabel of(VerifiedPath path) {
        return new CertificateLabel(
                path.leaf().getSerialNumber().toString(16),
                CertificateHash.of(path.issuer()).hex().substring(0, DIGITS),
                path.leafHash().hex().substring(0, DIGITS));
    }
}
