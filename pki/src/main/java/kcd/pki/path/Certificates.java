package kcd.pki.path;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/** Parses exactly one DER certificate: no PEM, no BER, no bytes after it, whatever the JDK would also take. */
public final class Certificates {
    /** A certificate with 200 names has about 10 KB; nobody's has 64. */
    public static final int MAX_CERTIFICATE_BYTES = 64 * 1024;

    private Certificates() {}

    public static Optional<X509Certificate> parse(byte[] der) {
        if (der.length > MAX_CERTIFICATE_BYTES) {
            return Optional.empty();
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            // What was hashed must be what was signed: bytes that the parser skipped would give one certificate two
            // hashes.
            return Arrays.equals(certificate.getEncoded(), der) ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException | RuntimeException _) {
            // The JDK's parser is not free of unchecked exceptions on hostile input.
            return Optional.empty();
        }
    }
}
