package kcd.pki.path;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import kcd.pki.der.DerCursor;
import kcd.pki.der.MalformedDerException;

/**
 * Parses exactly one DER certificate: no PEM, no BER, no bytes after it, whatever the JDK would also take.
 *
 * <p>A certificate must have one hash. Bytes that a parser skips, or bits that it ignores, are outside of the signature,
 * and whoever holds the certificate could change them at will.
 */
public final class Certificates {
    /** A certificate with 200 names has about 10 KB; nobody's has 64. */
    public static final int MAX_CERTIFICATE_BYTES = 64 * 1024;

    private static final int BIT_STRING = 0x03;

    private Certificates() {}

    public static Optional<X509Certificate> parse(byte[] der) {
        if (der.length > MAX_CERTIFICATE_BYTES || !isStrictlyFramed(der)) {
            return Optional.empty();
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return Arrays.equals(certificate.getEncoded(), der) ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException | RuntimeException _) {
            // The JDK's parser is not free of unchecked exceptions on hostile input.
            return Optional.empty();
        }
    }

    /** RFC 5280 section 4.1: what is signed, how, and a signature of whole octets (the JDK tolerates unused bits). */
    private static boolean isStrictlyFramed(byte[] der) {
        try {
            DerCursor outer = DerCursor.over(der);
            DerCursor certificate = outer.enter(DerCursor.SEQUENCE);
            outer.finish();
            certificate.enter(DerCursor.SEQUENCE);
            certificate.enter(DerCursor.SEQUENCE);
            byte[] signature = certificate.content(BIT_STRING);
            certificate.finish();
            return signature.length > 1 && signature[0] == 0;
        } catch (MalformedDerException _) {
            return false;
        }
    }
}
