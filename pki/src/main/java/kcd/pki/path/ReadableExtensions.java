package kcd.pki.path;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import kcd.pki.der.DerCursor;
import kcd.pki.der.Extensions;
import kcd.pki.der.MalformedDerException;

/**
 * Finds the extensions that the JDK could not read and says nothing about.
 *
 * <p>Its parser drops a broken non-critical extension, after which a restriction looks as if it had never been made.
 */
final class ReadableExtensions {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;

    private ReadableExtensions() {}

    /** Which of the extensions that path validation relies on is there and cannot be read. */
    static Optional<String> broken(X509Certificate certificate) {
        try {
            if (certificate.getKeyUsage() == null && has(certificate, Extensions.KEY_USAGE)) {
                return Optional.of("key usage");
            }
            if (certificate.getExtendedKeyUsage() == null && has(certificate, Extensions.EXTENDED_KEY_USAGE)) {
                return Optional.of("extended key usage");
            }
            readBasicConstraints(certificate);
            KeyIdentifiers.ofAuthority(certificate);
            KeyIdentifiers.ofSubject(certificate);
            return Optional.empty();
        } catch (MalformedDerException | CertificateParsingException e) {
            return Optional.of("extension: " + e.getMessage());
        }
    }

    private static boolean has(X509Certificate certificate, String oid) {
        return certificate.getExtensionValue(oid) != null;
    }

    private static void readBasicConstraints(X509Certificate certificate) throws MalformedDerException {
        Optional<DerCursor> extension = Extensions.find(certificate, Extensions.BASIC_CONSTRAINTS);
        if (extension.isEmpty()) {
            return;
        }
        DerCursor fields = extension.get().enter(DerCursor.SEQUENCE);
        extension.get().finish();
        if (fields.hasMore() && fields.peekTag() == BOOLEAN) {
            fields.skip();
        }
        if (fields.hasMore()) {
            fields.enter(INTEGER);
        }
        fields.finish();
    }
}
