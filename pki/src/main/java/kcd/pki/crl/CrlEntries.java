package kcd.pki.crl;

import static kcd.pki.crl.DerReader.BOOLEAN;
import static kcd.pki.crl.DerReader.INTEGER;
import static kcd.pki.crl.DerReader.OCTET_STRING;
import static kcd.pki.crl.DerReader.SEQUENCE;

/**
 * Reads the entries of a list whose signature was verified (RFC 5280 sections 5.1.2.6 and 5.3) into sets of serial
 * numbers, with no object per entry. Revocation dates and reasons are not kept.
 */
final class CrlEntries {

    private static final int REASON_CODE = 21;
    private static final int HOLD_INSTRUCTION_CODE = 23;
    private static final int INVALIDITY_DATE = 24;
    private static final int CERTIFICATE_ISSUER = 29;

    private static final int REMOVE_FROM_CRL = 8;
    private static final int LAST_REASON = 10;

    private final CrlEnvelope envelope;
    private final SerialSetBuilder revoked;
    private final SerialSetBuilder removed;

    private CrlEntries(CrlEnvelope envelope, CrlBounds bounds) {
        this.envelope = envelope;
        this.revoked = new SerialSetBuilder(bounds.maxEntries());
        this.removed = new SerialSetBuilder(bounds.maxEntries());
    }

    /** The whole list. */
    static Crl read(CrlEnvelope envelope, CrlBounds bounds) throws RefusedCrlException {
        return new CrlEntries(envelope, bounds).read();
    }

    private Crl read() throws RefusedCrlException {
        DerReader reader = new DerReader(envelope.der(), envelope.entriesFrom(), envelope.entriesTo());
        try {
            if (reader.more()) {
                reader.open(SEQUENCE);
                while (reader.more()) {
                    readEntry(reader);
                }
                reader.close();
            }
        } catch (SerialBoundException e) {
            throw new RefusedCrlException(CrlRefusal.TOO_LARGE, e.getMessage() + ", at offset " + reader.position());
        }
        // A serial that a delta both lists and removes stays revoked.
        SerialSet all = revoked.build();
        return new Crl(envelope.header(), all, removed.build().minus(all));
    }

    private void readEntry(DerReader reader) throws RefusedCrlException {
        reader.open(SEQUENCE);
        reader.open(INTEGER);
        int serialAt = reader.position();
        int serialLength = reader.remaining();
        reader.leave();
        reader.skipTime();
        boolean removal = reader.at(SEQUENCE) && isRemoval(reader);
        reader.close();
        (removal ? removed : revoked).add(envelope.der(), serialAt, serialLength);
    }

    /** Reads the entry's extensions. True if they say removeFromCRL. */
    private boolean isRemoval(DerReader reader) throws RefusedCrlException {
        boolean removal = false;
        reader.open(SEQUENCE);
        while (reader.more()) {
            reader.open(SEQUENCE);
            int id = reader.idCe();
            boolean critical = reader.at(BOOLEAN) && reader.flag(BOOLEAN);
            reader.open(OCTET_STRING);
            switch (id) {
                case REASON_CODE -> removal = isRemovalReason(reader.enumerated(), reader.position());
                case HOLD_INSTRUCTION_CODE, INVALIDITY_DATE -> reader.skip();
                case CERTIFICATE_ISSUER ->
                    throw new RefusedCrlException(
                            CrlRefusal.INDIRECT, "an entry names another issuer, at offset " + reader.position());
                default -> refuseIfCritical(critical, reader);
            }
            reader.close();
            reader.close();
        }
        reader.close();
        return removal;
    }

    private boolean isRemovalReason(int reason, int offset) throws RefusedCrlException {
        if (reason < 0 || reason > LAST_REASON) {
            throw new RefusedCrlException("reason code " + reason + " at offset " + offset);
        }
        if (reason == REMOVE_FROM_CRL && !envelope.header().isDelta()) {
            throw new RefusedCrlException("removeFromCRL in a complete list, at offset " + offset);
        }
        return reason == REMOVE_FROM_CRL;
    }

    private static void refuseIfCritical(boolean critical, DerReader reader) throws RefusedCrlException {
        if (critical) {
            throw new RefusedCrlException(
                    CrlRefusal.UNKNOWN_CRITICAL_EXTENSION, "of an entry, at offset " + reader.position());
        }
        while (reader.more()) {
            reader.skip();
        }
    }
}
