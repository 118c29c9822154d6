package kcd.pki.crl;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a list says besides its entries.
 *
 * @param issuerName DER of the issuer's Name
 * @param authorityKeyId the key identifier of the signing key, if it names one
 * @param number its CRL number, if it has one
 * @param baseNumber of a delta CRL the number of the complete list it starts from; null for a complete list
 * @param thisUpdate when it was issued
 * @param nextUpdate by when the next one will be there, if it says so
 * @param scope what it covers
 * @param freshest where it says that deltas to it are
 */
public record CrlHeader(
        Octets issuerName,
        @Nullable Octets authorityKeyId,
        @Nullable CrlNumber number,
        @Nullable CrlNumber baseNumber,
        Instant thisUpdate,
        @Nullable Instant nextUpdate,
        CrlScope scope,
        Set<String> freshest) {

    /** Keeps a copy of the names. */
    public CrlHeader {
        freshest = Set.copyOf(freshest);
    }

    boolean isDelta() {
        return baseNumber != null;
    }
}
