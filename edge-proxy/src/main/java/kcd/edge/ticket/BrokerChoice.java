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
/// broker
/// comes or goes only its own share of the users moves. One that was silent is asked last for a while.
final class BrokerChoice {
    private static final long AVOIDED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_AVOIDED = 256;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final LongSupplier nanoTime;
    private final Map<BrokerAddress, Long> silentSince = new HashMap<>();

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
        if (silentSince.size() >= MAX_AVOIDED) {
            silentSince.clear();
        }
        silentSince.put(broker, nanoTime.getAsLong());
    }

    void answered(BrokerAddress broker) {
        silentSince.remove(broker);
    }

    private boolean isAvoided(BrokerAddress broker) {
        Long since = silentSince.get(broker);
        return since != null && nanoTime.getAsLong() - since < AVOIDED_NANOS;
    }

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
