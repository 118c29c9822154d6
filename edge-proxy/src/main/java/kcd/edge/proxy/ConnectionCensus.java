package kcd.edge.proxy;

import java.util.concurrent.ConcurrentHashMap;

/// Counts the connections each certificate has open, over all event loops.
public final class ConnectionCensus {
    private final int most;
    private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

    public ConnectionCensus(int most) {
        this.most = most;
    }

    /// Counts one more, unless that is too many.
    boolean enter(String fingerprint) {
        return open.merge(fingerprint, 1, Integer::sum) <= most || !leave(fingerprint);
    }

    /// All that are open now.
    public int open() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Counts one less.
    boolean leave(String fingerprint) {
        open.computeIfPresent(fingerprint, (_, count) -> count > 1 ? count - 1 : null);
        return true;
    }
}
