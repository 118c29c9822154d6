package kcd.broker.kdc;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import kcd.broker.dns.SrvRecord;

/**
 * A domain controller that may be asked.
 *
 * @param tier those of a higher one are asked only when those of the lower ones fail, however quick they are
 */
record Candidate(ControllerAddress address, int tier) {
    /** A realm with more has the rest as spare ones. */
    static final int MAX_CANDIDATES = 32;

    /** The administrator's list: one tier, in that order. */
    static List<Candidate> listed(List<ControllerAddress> addresses) {
        return addresses.stream().map(address -> new Candidate(address, 0)).toList();
    }

    /**
     * The DNS's list: priorities are tiers, and within each a draw by weight decides who comes first. RFC 2782. The
     * draw spreads the brokers of a deployment over the controllers until latencies are known.
     */
    static List<Candidate> drawn(List<SrvRecord> records, RandomGenerator random) {
        var tiers = new TreeMap<Integer, List<SrvRecord>>();
        records.forEach(record ->
                tiers.computeIfAbsent(record.priority(), _ -> new ArrayList<>()).add(record));
        var candidates = new ArrayList<Candidate>();
        tiers.forEach((priority, left) -> {
            while (!left.isEmpty()) {
                SrvRecord drawn = left.remove(draw(left, random));
                ControllerAddress.parse(drawn.target() + ":" + drawn.port())
                        .ifPresent(address -> candidates.add(new Candidate(address, priority)));
            }
        });
        return candidates.stream().distinct().limit(MAX_CANDIDATES).toList();
    }

    /** A weight of zero still has a small chance. */
    private static int draw(List<SrvRecord> records, RandomGenerator random) {
        int ticket = random.nextInt(
                records.stream().mapToInt(record -> record.weight() + 1).sum());
        int index = 0;
        while ((ticket -= records.get(index).weight() + 1) >= 0) {
            index++;
        }
        return index;
    }
}
