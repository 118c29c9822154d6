package kcd.edge.door;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Counts the handshakes under way, over all event loops, and lets no more in than two bounds allow.
///
/// A reconnect storm brings more handshakes than can be computed in the time devices wait. Taking all of them would
/// finish none; those beyond the bound are sent away at once, at the price of an accept, and try again later.
///
/// A handshake waits for its device once or twice, for a round trip. One that has been under way for much longer gives
/// way to a newcomer, so that nobody keeps others out by beginning what he does not go on with.
public final class HandshakeSlots {
    /// How long a handshake is left alone: two seconds, for two round trips of a mobile network and a loss.
    static final int TURNS = 2_000 / LoopClock.TURN_MILLIS;

    private final int most;
    private final int mostPerSource;
    private final SequencedSet<Slot> taken = new LinkedHashSet<>();
    private final Map<String, SequencedSet<Slot>> bySource = new HashMap<>();

    /// @param most at a time
    /// @param mostPerSource of these from one source, so that no one can take all
    public HandshakeSlots(int most, int mostPerSource) {
        this.most = most;
        this.mostPerSource = mostPerSource;
    }

    /// A handshake under way.
    static final class Slot {
        private final Channel channel;
        private final String source;
        private final LoopClock clock;
        private final long since;

        Slot(Channel channel, String source, LoopClock clock) {
            this.channel = channel;
            this.source = source;
            this.clock = clock;
            this.since = clock.turns();
        }

        Channel channel() {
            return channel;
        }

        private boolean mayGiveWay() {
            return clock.turns() - since > TURNS;
        }
    }

    /// What became of the wish for a slot.
    sealed interface Entry {
        /// Granted; it has to be left again.
        ///
        /// @param evicted has lost its slot for it, if need be
        record Granted(Optional<Slot> evicted) implements Entry {}

        /// There is none.
        record Full() implements Entry {}

        /// There is none for this source.
        record FullForSource() implements Entry {}
    }

    synchronized Entry enter(Slot slot) {
        SequencedSet<Slot> ofSource = bySource.getOrDefault(slot.source, new LinkedHashSet<>());
        boolean sourceIsFull = ofSource.size() >= mostPerSource;
        if (!sourceIsFull && taken.size() < most) {
            take(slot);
            return new Entry.Granted(Optional.empty());
        }
        Slot oldest = (sourceIsFull ? ofSource : taken).getFirst();
        if (!oldest.mayGiveWay()) {
            return sourceIsFull ? new Entry.FullForSource() : new Entry.Full();
        }
        leave(oldest);
        take(slot);
        return new Entry.Granted(Optional.of(oldest));
    }

    private void take(Slot slot) {
        taken.add(slot);
        bySource.computeIfAbsent(slot.source, _ -> new LinkedHashSet<>()).add(slot);
    }

    /// Gives it back, if it has not been already.
    synchronized void leave(Slot slot) {
        if (taken.remove(slot)) {
            bySource.computeIfPresent(slot.source, (_, slots) -> {
                slots.remove(slot);
                return slots.isEmpty() ? null : slots;
            });
        }
    }
}
