package kcd.pki.crl;

import static kcd.pki.der.DerCursor.BOOLEAN;
import static kcd.pki.der.DerCursor.INTEGER;
import static kcd.pki.der.DerCursor.OCTET_STRING;
import static kcd.pki.der.DerCursor.SEQUENCE;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.Set;
import kcd.pki.der.DerCursor;
import kcd.pki.der.MalformedDerException;
import org.jspecify.annotations.Nullable;

/** The extensions of a list as a whole (RFC 5280 section 5.2); of a critical one it must know the meaning. */
final class CrlExtensions {

    private static final int CRL_NUMBER = 20;
    private static final int DELTA_CRL_INDICATOR = 27;
    private static final int ISSUING_DISTRIBUTION_POINT = 28;
    private static final int AUTHORITY_KEY_IDENTIFIER = 35;
    private static final int FRESHEST_CRL = 46;

    private static final int MAX_KEY_ID_BYTES = 64;

    private final BitSet seen = new BitSet();
    private @Nullable Octets authorityKeyId;
    private @Nullable CrlNumber number;
    private @Nullable CrlNumber baseNumber;
    private CrlScope scope = CrlScope.FULL;
    private Set<String> freshest = Set.of();

    @Nullable
    Octets authorityKeyId() {
        return authorityKeyId;
    }

    @Nullable
    CrlNumber number() {
        return number;
    }

    @Nullable
    CrlNumber baseNumber() {
        return baseNumber;
    }

    CrlScope scope() {
        return scope;
    }

    /** Where deltas to this list are. */
    Set<String> freshest() {
        return freshest;
    }

    void read(DerCursor cursor) throws RefusedCrlException, MalformedDerException {
        cursor.open(SEQUENCE);
        while (cursor.hasMore()) {
            cursor.open(SEQUENCE);
            int id = cursor.idCe();
            boolean critical = cursor.at(BOOLEAN) && cursor.flag(BOOLEAN);
            if (id >= 0 && seen.get(id)) {
                throw new RefusedCrlException("extension 2.5.29." + id + " twice");
            }
            cursor.open(OCTET_STRING);
            readValue(id, critical, cursor);
            cursor.close();
            cursor.close();
            if (id >= 0) {
                seen.set(id);
            }
        }
        cursor.close();
    }

    private void readValue(int id, boolean critical, DerCursor cursor)
            throws RefusedCrlException, MalformedDerException {
        switch (id) {
            case CRL_NUMBER -> number = number(cursor);
            case DELTA_CRL_INDICATOR -> baseNumber = number(cursor);
            case ISSUING_DISTRIBUTION_POINT -> scope = scope(cursor);
            case FRESHEST_CRL -> freshest = DistributionPointNames.points(cursor);
            case AUTHORITY_KEY_IDENTIFIER -> authorityKeyId = keyId(cursor);
            default -> {
                if (critical) {
                    throw new RefusedCrlException(
                            CrlRefusal.UNKNOWN_CRITICAL_EXTENSION,
                            id < 0 ? "before offset " + cursor.position() : "2.5.29." + id);
                }
                while (cursor.hasMore()) {
                    cursor.skip();
                }
            }
        }
    }

    private static CrlNumber number(DerCursor cursor) throws RefusedCrlException, MalformedDerException {
        byte[] content = cursor.content(INTEGER, CrlNumber.MAX_OCTETS + 1);
        try {
            return new CrlNumber(new BigInteger(content));
        } catch (IllegalArgumentException e) {
            throw new RefusedCrlException("broken CRL number before offset " + cursor.position());
        }
    }

    /** AuthorityKeyIdentifier: the key identifier, if there is one; issuer and serial number prove nothing more. */
    private static @Nullable Octets keyId(DerCursor cursor) throws MalformedDerException {
        cursor.open(SEQUENCE);
        @Nullable Octets keyId = cursor.at(0x80) ? Octets.of(cursor.content(0x80, MAX_KEY_ID_BYTES)) : null;
        cursor.leave();
        return keyId;
    }

    private static CrlScope scope(DerCursor cursor) throws RefusedCrlException, MalformedDerException {
        cursor.open(SEQUENCE);
        boolean partitioned = cursor.at(0xA0);
        Set<String> points = partitioned ? DistributionPointNames.name(cursor) : Set.of();
        boolean userOnly = cursor.at(0x81) && cursor.flag(0x81);
        boolean caOnly = cursor.at(0x82) && cursor.flag(0x82);
        boolean someReasons = cursor.at(0x83);
        if (someReasons) {
            cursor.skip();
        }
        boolean indirect = cursor.at(0x84) && cursor.flag(0x84);
        boolean attributeOnly = cursor.at(0x85) && cursor.flag(0x85);
        cursor.close();
        return new CrlScope(partitioned, points, coverage(userOnly, caOnly, attributeOnly), someReasons, indirect);
    }

    private static CrlScope.Coverage coverage(boolean userOnly, boolean caOnly, boolean attributeOnly)
            throws RefusedCrlException, MalformedDerException {
        if (userOnly ? caOnly || attributeOnly : caOnly && attributeOnly) {
            throw new RefusedCrlException("issuing distribution point excludes everything");
        }
        if (userOnly) {
            return CrlScope.Coverage.USER_CERTIFICATES;
        }
        if (caOnly) {
            return CrlScope.Coverage.CA_CERTIFICATES;
        }
        return attributeOnly ? CrlScope.Coverage.ATTRIBUTE_CERTIFICATES : CrlScope.Coverage.ALL;
    }
}
