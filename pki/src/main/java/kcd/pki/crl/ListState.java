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
 * @param source who signed it, and which certificates it is about
 */
public record ListState(
        IssuerId issuer,
        @Nullable CrlNumber number,
        Instant thisUpdate,
        Instant nextUpdate,
        int entries,
        ListSource source) {

    /** Of a list of whose source nothing is said. */
    public ListState(IssuerId issuer, @Nullable CrlNumber number, Instant thisUpdate, Instant nextUpdate, int entries) {
        this(issuer, number, thisUpdate, nextUpdate, entries, ListSource.UNSAID);
    }

    /**
     * Whether another state of the same list is newer: by number where both have one and count the same, else by date. Of
     * two signers neither is: what one of them said must not outlast its removal.
     */
    public boolean isOlderThan(ListState other) {
        if (!source.isSignedAs(other.source)) {
            return false;
        }
        if (source.partitioned() == other.source.partitioned()
                && number != null
                && other.number != null
                && !number.equals(other.number)) {
            return number.compareTo(other.number) < 0;
        }
        return thisUpdate.isBefore(other.thisUpdate);
    }
}
