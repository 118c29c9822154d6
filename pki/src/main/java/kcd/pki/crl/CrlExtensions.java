package kcd.pki.crl;

import static kcd.pki.crl.DerReader.BOOLEAN;
import static kcd.pki.crl.DerReader.INTEGER;
import static kcd.pki.crl.DerReader.OCTET_STRING;
import static kcd.pki.crl.DerReader.SEQUENCE;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The extensions of a list as a whole (RFC 5280 section 5.2); of a critical one it must know the meaning. */
final class CrlExtensions {

    private static final int CRL_NUMBER = 20;
    private static final int DELTA_CRL_INDICATOR = 27;
    private static final int ISSUING_DISTRIBUTION_POINT = 28;
    private static final int AUTHORITY_KEY_IDENTIFIER = 35;

    private static final int MAX_KEY_ID_BYTES = 64;
    private static final int MAX_DISTRIBUTION_POINTS = 16;
    private static final int MAX_URI_BYTES = 2048;

    private final BitSet seen = new BitSet();
    private @Nullable Octets authorityKeyId;
    private @Nullable CrlNumber number;
    private @Nullable CrlNumber baseNumber;
    private CrlScope scope = CrlScope.FULL;

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

    void read(DerReader reader) throws RefusedCrlException {
        reader.open(SEQUENCE);
        while (reader.more()) {
            reader.open(SEQUENCE);
            int id = reader.idCe();
            boolean critical = reader.at(BOOLEAN) && reader.flag(BOOLEAN);
            if (id >= 0 && seen.get(id)) {
                throw new RefusedCrlException("extension 2.5.29." + id + " twice");
            }
            reader.open(OCTET_STRING);
            readValue(id, critical, reader);
            reader.close();
            reader.close();
            if (id >= 0) {
                seen.set(id);
            }
        }
        reader.close();
    }

    private void readValue(int id, boolean critical, DerReader reader) throws RefusedCrlException {
        switch (id) {
            case CRL_NUMBER -> number = number(reader);
            case DELTA_CRL_INDICATOR -> baseNumber = number(reader);
            case ISSUING_DISTRIBUTION_POINT -> scope = scope(reader);
            case AUTHORITY_KEY_IDENTIFIER -> authorityKeyId = keyId(reader);
            default -> {
                if (critical) {
                    throw new RefusedCrlException(
                            CrlRefusal.UNKNOWN_CRITICAL_EXTENSION,
                            id < 0 ? "before offset " + reader.position() : "2.5.29." + id);
                }
                while (reader.more()) {
                    reader.skip();
                }
            }
        }
    }

    private static CrlNumber number(DerReader reader) throws RefusedCrlException {
        byte[] content = reader.content(INTEGER, CrlNumber.MAX_OCTETS + 1);
        try {
            return new CrlNumber(new BigInteger(content));
        } catch (IllegalArgumentException e) {
            throw new RefusedCrlException("broken CRL number before offset " + reader.position());
        }
    }

    /** AuthorityKeyIdentifier: the key identifier, if there is one; issuer and serial number prove nothing more. */
    private static @Nullable Octets keyId(DerReader reader) throws RefusedCrlException {
        reader.open(SEQUENCE);
        @Nullable Octets keyId = reader.at(0x80) ? Octets.of(reader.content(0x80, MAX_KEY_ID_BYTES)) : null;
        reader.leave();
        return keyId;
    }

    private static CrlScope scope(DerReader reader) throws RefusedCrlException {
        reader.open(SEQUENCE);
        boolean partitioned = reader.at(0xA0);
        Set<String> points = partitioned ? distributionPoints(reader) : Set.of();
        boolean userOnly = reader.at(0x81) && reader.flag(0x81);
        boolean caOnly = reader.at(0x82) && reader.flag(0x82);
        boolean someReasons = reader.at(0x83);
        if (someReasons) {
            reader.skip();
        }
        boolean indirect = reader.at(0x84) && reader.flag(0x84);
        boolean attributeOnly = reader.at(0x85) && reader.flag(0x85);
        reader.close();
        return new CrlScope(partitioned, points, coverage(userOnly, caOnly, attributeOnly), someReasons, indirect);
    }

    private static CrlScope.Coverage coverage(boolean userOnly, boolean caOnly, boolean attributeOnly)
            throws RefusedCrlException {
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

    /** DistributionPointName: the URIs of a fullName; other forms of name are passed over. */
    private static Set<String> distributionPoints(DerReader reader) throws RefusedCrlException {
        Set<String> points = new HashSet<>();
        reader.open(0xA0);
        if (reader.at(0xA0)) {
            reader.open(0xA0);
            while (reader.more()) {
                if (!reader.at(0x86)) {
                    reader.skip();
                } else if (points.size() == MAX_DISTRIBUTION_POINTS) {
                    throw new RefusedCrlException(
                            CrlRefusal.TOO_LARGE, "more than " + MAX_DISTRIBUTION_POINTS + " distribution point names");
                } else {
                    points.add(new String(reader.content(0x86, MAX_URI_BYTES), StandardCharsets.US_ASCII));
                }
            }
            reader.close();
        } else {
            reader.skip();
        }
        reader.close();
        return points;
    }
}
