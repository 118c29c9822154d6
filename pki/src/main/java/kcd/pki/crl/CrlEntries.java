package kcd.pki.crl;

import static kcd.pki.der.DerCursor.BOOLEAN;
import static kcd.pki.der.DerCursor.INTEGER;
import static kcd.pki.der.DerCursor.OCTET_STRING;
import static kcd.pki.der.DerCursor.SEQUENCE;

import javax.security.auth.x500.X500Principal;
import kcd.pki.der.DerCursor;
import kcd.pki.der.MalformedDerException;

/**
 * Reads the entries of a list whose signature was verified (RFC 5280 sections 5.1.2.6 and 5.3) into sets of serial
 * numbers, with no object per entry. Revocation dates and reasons are not kept.
 *
 * <p>An indirect list (section 5.3.3) lists certificates of several CAs: an entry belongs to the CA that it names, or else to
 * the one of the entry before. Only those of the CA that the signer was configured for are taken.
 */
final class CrlEntries {

    private static final int REASON_CODE = 21;
    private static final int HOLD_INSTRUCTION_CODE = 23;
    private static final int INVALIDITY_DATE = 24;
    private static final int CERTIFICATE_ISSUER = 29;

    private static final int DIRECTORY_NAME = DerCursor.constructed(4);
    private static final int REMOVE_FROM_CRL = 8;
    private static final int LAST_REASON = 10;

    private final CrlEnvelope envelope;
    private final CrlIssuer signer;
    private final SerialSetBuilder revoked;
    private final SerialSetBuilder removed;
    /** Whether the entry being read, and those after it, are about the certificates that the list is taken for. */
    private boolean ours;

    private CrlEntries(CrlEnvelope envelope, CrlIssuer signer, CrlBounds bounds) {
        this.envelope = envelope;
        this.signer = signer;
        this.ours = signer.covers(signer.name());
        this.revoked = new SerialSetBuilder(bounds.maxEntries());
        this.removed = new SerialSetBuilder(bounds.maxEntries());
    }

    /** The whole list, by the issuer whose signature was verified. */
    static Crl read(CrlEnvelope envelope, CrlIssuer signer, CrlBounds bounds)
            throws RefusedCrlException, MalformedDerException {
        return new CrlEntries(envelope, signer, bounds).read();
    }

    private Crl read() throws RefusedCrlException, MalformedDerException {
        DerCursor cursor = DerCursor.over(envelope.der(), envelope.entriesFrom(), envelope.entriesTo());
        try {
            if (cursor.hasMore()) {
                cursor.open(SEQUENCE);
                while (cursor.hasMore()) {
                    readEntry(cursor);
                }
                cursor.close();
            }
        } catch (SerialBoundException e) {
            throw new RefusedCrlException(CrlRefusal.TOO_LARGE, e.getMessage() + ", at offset " + cursor.position());
        }
        // A serial that a delta both lists and removes stays revoked.
        SerialSet all = revoked.build();
        return new Crl(envelope.header(), signer.keyId(), all, removed.build().minus(all));
    }

    private void readEntry(DerCursor cursor) throws RefusedCrlException, MalformedDerException {
        cursor.open(SEQUENCE);
        cursor.open(INTEGER);
        int serialAt = cursor.position();
        int serialLength = cursor.remaining();
        cursor.leave();
        cursor.skipTime();
        boolean removal = cursor.at(SEQUENCE) && isRemoval(cursor);
        cursor.close();
        if (ours) {
            (removal ? removed : revoked).add(envelope.der(), serialAt, serialLength);
        }
    }

    /** Reads the entry's extensions. True if they say removeFromCRL. */
    private boolean isRemoval(DerCursor cursor) throws RefusedCrlException, MalformedDerException {
        boolean removal = false;
        cursor.open(SEQUENCE);
        while (cursor.hasMore()) {
            cursor.open(SEQUENCE);
            int id = cursor.idCe();
            boolean critical = cursor.at(BOOLEAN) && cursor.flag(BOOLEAN);
            cursor.open(OCTET_STRING);
            switch (id) {
                case REASON_CODE -> removal = isRemovalReason(cursor.enumerated(), cursor.position());
                case HOLD_INSTRUCTION_CODE, INVALIDITY_DATE -> cursor.skip();
                case CERTIFICATE_ISSUER -> ours = signer.covers(certificateIssuer(cursor));
                default -> refuseIfCritical(critical, cursor);
            }
            cursor.close();
            cursor.close();
        }
        cursor.close();
        return removal;
    }

    private boolean isRemovalReason(int reason, int offset) throws RefusedCrlException, MalformedDerException {
        if (reason < 0 || reason > LAST_REASON) {
            throw new RefusedCrlException("reason code " + reason + " at offset " + offset);
        }
        if (reason == REMOVE_FROM_CRL && !envelope.header().isDelta()) {
            throw new RefusedCrlException("removeFromCRL in a complete list, at offset " + offset);
        }
        return reason == REMOVE_FROM_CRL;
    }

    /** GeneralNames: the directory name among them. */
    private X500Principal certificateIssuer(DerCursor cursor) throws RefusedCrlException, MalformedDerException {
        if (!envelope.header().scope().indirect()) {
            throw new RefusedCrlException(
                    CrlRefusal.INDIRECT, "an entry names another issuer, at offset " + cursor.position());
        }
        cursor.open(SEQUENCE);
        while (!cursor.at(DIRECTORY_NAME)) {
            cursor.skip();
        }
        cursor.open(DIRECTORY_NAME);
        Octets name = Octets.of(cursor.element(SEQUENCE, CrlParser.MAX_NAME_BYTES));
        cursor.close();
        cursor.leave();
        return CrlParser.principal(name);
    }

    private static void refuseIfCritical(boolean critical, DerCursor cursor)
            throws RefusedCrlException, MalformedDerException {
        if (critical) {
            throw new RefusedCrlException(
                    CrlRefusal.UNKNOWN_CRITICAL_EXTENSION, "of an entry, at offset " + cursor.position());
        }
        while (cursor.hasMore()) {
            cursor.skip();
        }
    }
}
