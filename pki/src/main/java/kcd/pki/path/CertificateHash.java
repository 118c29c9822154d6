package kcd.pki.path;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 over a certificate's DER, as lower-case hex: which certificate exactly, in caches, rules and audit records. */
public record CertificateHash(String hex) {
    private static final int HEX_DIGITS = 64;

    /** Accepts the notations of openssl and Windows too: upper case, colons. */
    public CertificateHash {
        hex = hex.replace(":", "").toLowerCase(Locale.ROOT);
        if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("a SHA-256 fingerprint has 64 hex digits: " + Printable.of(hex));
        }
    }

    public static CertificateHash of(byte[] der) {
        return new CertificateHash(HexFormat.of().formatHex(sha256().digest(der)));
    }

    public static CertificateHash of(X509Certificate certificate) {
        try {
            return of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate cannot be encoded", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
