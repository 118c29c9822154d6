package kcd.pki.crl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revocation list in force, without its serials.
 *
 * @param issuer whose list it is
 * @param number the highest CRL number in it, if its issuer numbers lists
 * @param thisUpdate when its latest part was issued
 * @param nextUpdate from when on it is stale
 * @param entries how many serials it has
 */
public record ListState(
        IssuerId issuer, @Nullable CrlNumber number, Instant thisUpdate, Instant nextUpdate, int entries) {

    /** Whether another state of the same list is newer: by number where both have one, else by date. */
    public boolean isOlderThan(ListState other) {
        if (number != null && other.number != null && !number.equals(other.number)) {
            return number.compareTo(other.number) < 0;
        }
        return thisUpdate.isBefore(other.thisUpdate);
    }
}
