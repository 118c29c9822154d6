package kcd.edge.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;

/// Which certificate, in words fit for a log: nothing of its subject, enough to find it.
///
/// @param serial hexadecimal
/// @param issuer the beginning of the SHA-256 of the issuer's name
/// @param fingerprint the beginning of the SHA-256 of the certificate
public record CertificateLabel(String serial, String issuer, String fingerprint) {
    private static final int PREFIX_BYTES = 8;

    /// Of the device's own certificate.
    static CertificateLabel of(X509Certificate certificate) throws GeneralSecurityException {
        return new CertificateLabel(
                certificate.getSerialNumber().toString(16),
                prefix(certificate.getIssuerX500Principal().getEncoded()),
                prefix(certificate.getEncoded()));
    }

    private static String prefix(byte[] der) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
        return HexFormat.of().formatHex(Arrays.copyOf(digest, PREFIX_BYTES));
    }
}
