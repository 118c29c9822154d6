package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import kcd.pki.der.DerCursor;
import kcd.pki.der.Extensions;
import kcd.pki.der.MalformedDerException;

/** Tells CAs of the same name apart by their keys, without a signature check. RFC 5280 sections 4.2.1.1 and 4.2.1.2. */
final class KeyIdentifiers {
    private KeyIdentifiers() {}

    /** False only where both sides name a key and the names differ, as OpenSSL has it. */
    static boolean mayHaveSigned(X509Certificate issuer, X509Certificate child) {
        try {
            Optional<String> wanted = ofAuthority(child);
            Optional<String> offered = ofSubject(issuer);
            return wanted.isEmpty() || offered.isEmpty() || wanted.equals(offered);
        } catch (MalformedDerException _) {
            // Refused as malformed once the signature says that it is no stranger's.
            return true;
        }
    }

    static Optional<String> ofSubject(X509Certificate certificate) throws MalformedDerException {
        Optional<DerCursor> extension = Extensions.find(certificate, Extensions.SUBJECT_KEY_IDENTIFIER);
        if (extension.isEmpty()) {
            return Optional.empty();
        }
        byte[] id = extension.get().content(DerCursor.OCTET_STRING);
        extension.get().finish();
        return Optional.of(HexFormat.of().formatHex(id));
    }

    static Optional<String> ofAuthority(X509Certificate certificate) throws MalformedDerException {
        Optional<DerCursor> extension = Extensions.find(certificate, Extensions.AUTHORITY_KEY_IDENTIFIER);
        if (extension.isEmpty()) {
            return Optional.empty();
        }
        DerCursor fields = extension.get().enter(DerCursor.SEQUENCE);
        extension.get().finish();
        if (!fields.hasMore() || fields.peekTag() != DerCursor.primitive(0)) {
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().formatHex(fields.content(DerCursor.primitive(0))));
    }
}
