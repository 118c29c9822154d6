package kcd.pki.crl;

import static kcd.pki.der.DerCursor.BIT_STRING;
import static kcd.pki.der.DerCursor.INTEGER;
import static kcd.pki.der.DerCursor.SEQUENCE;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import javax.security.auth.x500.X500Principal;
import kcd.pki.der.DerCursor;
import kcd.pki.der.MalformedDerException;
import org.jspecify.annotations.Nullable;

/** Reads a CertificateList (RFC 5280 section 5.1) up to, but not into, its entries. */
final class CrlParser {

    private static final int MAX_ALGORITHM_BYTES = 512;
    static final int MAX_NAME_BYTES = 4096;
    private static final int MAX_SIGNATURE_BYTES = 8192;
    private static final int EXTENSIONS = 0xA0;
    private static final int VERSION_2 = 1;

    private CrlParser() {}

    /** Parses the bytes from the buffer's start to its limit. */
    static CrlEnvelope envelope(ByteBuffer der, CrlBounds bounds) throws RefusedCrlException, MalformedDerException {
        if (der.limit() > bounds.maxBytes()) {
            throw new RefusedCrlException(CrlRefusal.TOO_LARGE, der.limit() + " bytes, allowed " + bounds.maxBytes());
        }
        DerCursor cursor = DerCursor.over(der, 0, der.limit());
        cursor.open(SEQUENCE);
        int tbsFrom = cursor.position();
        cursor.open(SEQUENCE);
        boolean version2 = version2(cursor);
        byte[] algorithm = cursor.element(SEQUENCE, MAX_ALGORITHM_BYTES);
        byte[] issuer = cursor.element(SEQUENCE, MAX_NAME_BYTES);
        Instant thisUpdate = cursor.time();
        @Nullable Instant nextUpdate = cursor.atTime() ? cursor.time() : null;
        int entriesFrom = cursor.position();
        if (cursor.at(SEQUENCE)) {
            cursor.skip();
        }
        int entriesTo = cursor.position();
        CrlExtensions extensions = new CrlExtensions();
        if (cursor.at(EXTENSIONS)) {
            if (!version2) {
                throw new RefusedCrlException("extensions in a version 1 list");
            }
            cursor.open(EXTENSIONS);
            extensions.read(cursor);
            cursor.close();
        }
        cursor.close();
        int tbsTo = cursor.position();
        if (!Arrays.equals(algorithm, cursor.element(SEQUENCE, MAX_ALGORITHM_BYTES))) {
            throw new RefusedCrlException("signature algorithm differs inside and outside of the signed part");
        }
        byte[] signature = cursor.content(BIT_STRING, MAX_SIGNATURE_BYTES);
        cursor.close();
        if (cursor.hasMore()) {
            throw new RefusedCrlException("bytes after the end of the list");
        }
        if (signature.length < 2 || signature[0] != 0) {
            throw new RefusedCrlException("broken signature value");
        }
        if (nextUpdate != null && nextUpdate.isBefore(thisUpdate)) {
            throw new RefusedCrlException("nextUpdate " + nextUpdate + " before thisUpdate " + thisUpdate);
        }
        CrlHeader header = new CrlHeader(
                Octets.of(issuer),
                extensions.authorityKeyId(),
                extensions.number(),
                extensions.baseNumber(),
                thisUpdate,
                nextUpdate,
                extensions.scope(),
                extensions.freshest());
        return new CrlEnvelope(
                header,
                der,
                der.slice(tbsFrom, tbsTo - tbsFrom),
                Octets.of(algorithm),
                Octets.of(Arrays.copyOfRange(signature, 1, signature.length)),
                entriesFrom,
                entriesTo);
    }

    /** A Name, from its DER. */
    static X500Principal principal(Octets name) throws RefusedCrlException {
        try {
            return new X500Principal(name.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new RefusedCrlException("broken issuer name");
        }
    }

    private static boolean version2(DerCursor cursor) throws RefusedCrlException, MalformedDerException {
        if (!cursor.at(INTEGER)) {
            return false;
        }
        byte[] version = cursor.content(INTEGER, 1);
        if (version.length != 1 || version[0] != VERSION_2) {
            throw new RefusedCrlException("neither version 1 nor version 2");
        }
        return true;
    }
}
