package kcd.edge.ticket;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Which brokers to ask for a certificate's user, best first: each certificate has an order of brokers of its own, by
/// rendezvous hashing (Thaler and Ravishankar, 1998).
///
/// So a user's tickets are cached at one broker and not at all of them, every edge picks the same one, and when a
/// broker comes or goes only its own share of the users moves. One that was silent is asked last for a while, which
/// doubles as long as it stays silent: each try may cost a device the time that it takes to notice.
final class BrokerChoice {
    private static final long AVOIDED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_AVOIDED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int MAX_AVOIDED = 256;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final LongSupplier nanoTime;
    private final Map<BrokerAddress, Silence> silences = new HashMap<>();

    BrokerChoice(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// @param certificate whatever names it; the same text for the same certificate at every edge
    List<BrokerAddress> inOrder(String certificate, List<BrokerAddress> brokers) {
        if (brokers.size() == 1) {
            return brokers;
        }
        Comparator<BrokerAddress> byScore = Comparator.comparingLong(broker -> score(certificate, broker));
        return brokers.stream()
                .sorted(Comparator.comparing(this::isAvoided).thenComparing(byScore.reversed()))
                .toList();
    }

    void silent(BrokerAddress broker) {
        if (silences.size() >= MAX_AVOIDED) {
            silences.clear();
        }
        // Those who were waiting all notice at once; that is one silence.
        if (!isAvoided(broker)) {
            Silence before = silences.get(broker);
            long avoided = before == null ? AVOIDED_NANOS : Math.min(2 * before.avoidedNanos(), LONGEST_AVOIDED_NANOS);
            silences.put(broker, new Silence(nanoTime.getAsLong(), avoided));
        }
    }

    void answered(BrokerAddress broker) {
        silences.remove(broker);
    }

    private boolean isAvoided(BrokerAddress broker) {
        Silence silence = silences.get(broker);
        return silence != null && nanoTime.getAsLong() - silence.since() < silence.avoidedNanos();
    }

    private record Silence(long since, long avoidedNanos) {}

    private static long score(String certificate, BrokerAddress broker) {
        long hash = FNV_OFFSET;
        String both = certificate + '@' + broker.ip() + ':' + broker.port();
        for (byte octet : both.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /// FNV's high bits barely feel the last octets; this spreads them (the finaliser of SplitMix64).
    private static long mixed(long hash) {
        long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
