package kcd.edge.proxy;

import java.util.concurrent.ConcurrentHashMap;

/// Counts the connections each holder has open, over all event loops. A holder is a certificate, or an address.
public final class ConnectionCensus {
    /// Counts nobody, bounds nobody.
    public static final int UNBOUNDED = 0;

    private final int most;
    private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

    public ConnectionCensus(int most) {
        this.most = most;
    }

    /// Counts one more, unless that is too many. Whoever has no name is not counted.
    boolean enter(String holder) {
        if (most == UNBOUNDED || holder.isEmpty() || open.merge(holder, 1, Integer::sum) <= most) {
            return true;
        }
        leave(holder);
        return false;
    }

    /// All that are open now.
    public int open() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Counts one less.
    void leave(String holder) {
        open.computeIfPresent(holder, (_, count) -> count > 1 ? count - 1 : null);
    }
}
