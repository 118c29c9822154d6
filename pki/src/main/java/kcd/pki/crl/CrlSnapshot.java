package kcd.pki.crl;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The revocation lists of all issuers at one version. Immutable: whoever checks certificates holds the current one
 * behind a volatile field and replaces it whole.
 */
public final class CrlSnapshot {

    private final long version;
    private final NavigableMap<IssuerId, RevocationList> lists;
    private final Octets digest;

    private CrlSnapshot(long version, NavigableMap<IssuerId, RevocationList> lists) {
        this.version = version;
        this.lists = Collections.unmodifiableNavigableMap(lists);
        this.digest = computeDigest(lists.values());
    }

    /**
     * A snapshot of these lists.
     *
     * @throws IllegalArgumentException if two are of one issuer
     */
    public static CrlSnapshot of(long version, Collection<RevocationList> lists) {
        NavigableMap<IssuerId, RevocationList> sorted = new TreeMap<>();
        for (RevocationList list : lists) {
            if (sorted.put(list.issuer(), list) != null) {
                throw new IllegalArgumentException("two lists of " + list.issuer());
            }
        }
        return new CrlSnapshot(version, sorted);
    }

    /** The digest that the feed's contract defines: equal sets of revoked certificates, equal digests. */
    private static Octets computeDigest(Collection<RevocationList> lists) {
        MessageDigest sha256 = Octets.sha256();
        for (RevocationList list : lists) {
            list.issuer().addTo(sha256);
            list.serials().digest().addTo(sha256);
        }
        return Octets.digestOf(sha256);
    }

    public long version() {
        return version;
    }

    public Octets digest() {
        return digest;
    }

    /** All lists, in the order of their issuers. */
    public Collection<RevocationList> lists() {
        return lists.values();
    }

    Map<IssuerId, RevocationList> byIssuer() {
        return lists;
    }

    /** The list that covers this issuer's certificates. */
    public Optional<RevocationList> list(IssuerId issuer) {
        return Optional.ofNullable(lists.get(issuer));
    }

    /** How many certificates are revoked. */
    public long entries() {
        return serials().mapToLong(SerialSet::size).sum();
    }

    /** The memory that the serials take, in bytes. */
    public long retainedBytes() {
        return serials().mapToLong(SerialSet::retainedBytes).sum();
    }

    private Stream<SerialSet> serials() {
        return lists.values().stream().map(RevocationList::serials);
    }

    @Override
    public String toString() {
        return "version " + version + ": " + lists.size() + " lists, " + entries() + " entries";
    }
}
