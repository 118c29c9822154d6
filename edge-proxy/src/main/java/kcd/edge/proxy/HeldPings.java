package kcd.edge.proxy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The Pings that are under way on one event loop, the oldest first.
final class HeldPings {
    private final Set<Exchange> held = new LinkedHashSet<>();

    void add(Exchange ping) {
        held.add(ping);
    }

    void remove(Exchange ping) {
        held.remove(ping);
    }

    int size() {
        return held.size();
    }

    /// Answers the oldest with "no changes".
    void answer(int count) {
        List<Exchange> oldest = new ArrayList<>(held).subList(0, Math.min(count, held.size()));
        oldest.forEach(Exchange::answerNoChanges);
    }
}
