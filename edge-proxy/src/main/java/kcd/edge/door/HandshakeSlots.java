package kcd.edge.door;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the handshakes under way, over all event loops, and refuses beyond two bounds.
///
/// A reconnect storm brings more handshakes than can be computed in the time devices wait. Taking all of them would
/// finish none; those beyond the bound are sent away at once, at the price of an accept, and try again later.
public final class HandshakeSlots {
    private final int most;
    private final int mostPerSource;
    private final AtomicInteger underWay = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> bySource = new ConcurrentHashMap<>();

    /// @param most at a time
    /// @param mostPerSource of these from one source, so that no one can take all
    public HandshakeSlots(int most, int mostPerSource) {
        this.most = most;
        this.mostPerSource = mostPerSource;
    }

    /// Takes a slot; every one taken has to be left again.
    boolean enter() {
        if (underWay.incrementAndGet() <= most) {
            return true;
        }
        underWay.decrementAndGet();
        return false;
    }

    void leave() {
        underWay.decrementAndGet();
    }

    /// Takes one of a source's slots.
    boolean enter(String source) {
        if (bySource.merge(source, 1, Integer::sum) <= mostPerSource) {
            return true;
        }
        leave(source);
        return false;
    }

    void leave(String source) {
        bySource.computeIfPresent(source, (_, count) -> count > 1 ? count - 1 : null);
    }

    /// How many are under way.
    public int underWay() {
        return underWay.get();
    }
}
