package kcd.kerberos.pac;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SIDs, held by domain: a user in two hundred groups costs a kilobyte in the evidence cache, not twenty. Immutable; its
 * text says only how many they are.
 */
public final class SidSet {
    public static final SidSet EMPTY = new SidSet(Map.of());

    /** For each domain its relative identifiers, sorted. */
    private final Map<String, int[]> domains;

    private SidSet(Map<String, int[]> domains) {
        this.domains = domains;
    }

    public static SidSet of(Collection<Sid> sids) {
        Map<String, int[]> domains = sids.stream()
                .collect(groupingBy(Sid::domain, TreeMap::new, collectingAndThen(toList(), SidSet::sortedRids)));
        return domains.isEmpty() ? EMPTY : new SidSet(domains);
    }

    public boolean contains(Sid sid) {
        int[] rids = domains.get(sid.domain());
        return rids != null && Arrays.binarySearch(rids, sid.rid()) >= 0;
    }

    public Stream<Sid> stream() {
        return domains.entrySet().stream()
                .flatMap(domain -> Arrays.stream(domain.getValue())
                        .mapToObj(rid -> new Sid(domain.getKey() + "-" + Integer.toUnsignedString(rid))));
    }

    public int size() {
        return domains.values().stream().mapToInt(rids -> rids.length).sum();
    }

    private static int[] sortedRids(List<Sid> sids) {
        return sids.stream().mapToInt(Sid::rid).sorted().distinct().toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SidSet that
                && domains.keySet().equals(that.domains.keySet())
                && domains.entrySet().stream()
                        .allMatch(domain -> Arrays.equals(domain.getValue(), that.domains.get(domain.getKey())));
    }

    @Override
    public int hashCode() {
        return domains.keySet().hashCode();
    }

    @Override
    public String toString() {
        return size() + " SIDs";
    }
}
