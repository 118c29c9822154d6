package kcd.pki.crl;

import static kcd.pki.crl.DerReader.BIT_STRING;
import static kcd.pki.crl.DerReader.INTEGER;
import static kcd.pki.crl.DerReader.SEQUENCE;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a CertificateList (RFC 5280 section 5.1) up to, but not into, its entries. */
final class CrlParser {

    private static final int MAX_ALGORITHM_BYTES = 512;
    private static final int MAX_NAME_BYTES = 4096;
    private static final int MAX_SIGNATURE_BYTES = 8192;
    private static final int EXTENSIONS = 0xA0;
    private static final int VERSION_2 = 1;

    private CrlParser() {}

    /** Parses the bytes from the buffer's start to its limit. */
    static CrlEnvelope envelope(ByteBuffer der, CrlBounds bounds) throws RefusedCrlException {
        if (der.limit() > bounds.maxBytes()) {
            throw new RefusedCrlException(CrlRefusal.TOO_LARGE, der.limit() + " bytes, allowed " + bounds.maxBytes());
        }
        DerReader reader = new DerReader(der);
        reader.open(SEQUENCE);
        int tbsFrom = reader.position();
        reader.open(SEQUENCE);
        boolean version2 = version2(reader);
        byte[] algorithm = reader.element(SEQUENCE, MAX_ALGORITHM_BYTES);
        byte[] issuer = reader.element(SEQUENCE, MAX_NAME_BYTES);
        Instant thisUpdate = reader.time();
        @Nullable Instant nextUpdate = reader.atTime() ? reader.time() : null;
        int entriesFrom = reader.position();
        if (reader.at(SEQUENCE)) {
            reader.skip();
        }
        int entriesTo = reader.position();
        CrlExtensions extensions = new CrlExtensions();
        if (reader.at(EXTENSIONS)) {
            if (!version2) {
                throw new RefusedCrlException("extensions in a version 1 list");
            }
            reader.open(EXTENSIONS);
            extensions.read(reader);
            reader.close();
        }
        reader.close();
        int tbsTo = reader.position();
        if (!Arrays.equals(algorithm, reader.element(SEQUENCE, MAX_ALGORITHM_BYTES))) {
            throw new RefusedCrlException("signature algorithm differs inside and outside of the signed part");
        }
        byte[] signature = reader.content(BIT_STRING, MAX_SIGNATURE_BYTES);
        reader.close();
        if (reader.more()) {
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
                extensions.scope());
        return new CrlEnvelope(
                header,
                der,
                der.slice(tbsFrom, tbsTo - tbsFrom),
                Octets.of(algorithm),
                Octets.of(Arrays.copyOfRange(signature, 1, signature.length)),
                entriesFrom,
                entriesTo);
    }

    private static boolean version2(DerReader reader) throws RefusedCrlException {
        if (!reader.at(INTEGER)) {
            return false;
        }
        byte[] version = reader.content(INTEGER, 1);
        if (version.length != 1 || version[0] != VERSION_2) {
            throw new RefusedCrlException("neither version 1 nor version 2");
        }
        return true;
    }
}
