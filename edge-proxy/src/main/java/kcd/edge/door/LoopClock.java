package kcd.edge.door;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Time as an event loop lives through it, in turns of a tenth of a second or more; between any two of them it has read
/// what had arrived.
///
/// A loop that is behind makes fewer turns. What it has not heard by then, it may have had no time to hear: by
/// the clock on the wall, a storm's devices would seem slow because we are.
final class LoopClock {
    static final int TURN_MILLIS = 100;

    private static final FastThreadLocal<@Nullable LoopClock> OWN = new FastThreadLocal<>();

    private final AtomicLong turns = new AtomicLong();

    /// The clock of this loop, to be asked for on it. It runs as long as the loop.
    static LoopClock of(EventExecutor loop) {
        LoopClock running = OWN.get();
        if (running != null) {
            return running;
        }
        LoopClock clock = new LoopClock();
        // With a delay, not at a rate: turns that were missed are not made up for.
        var _ = loop.scheduleWithFixedDelay(clock::turn, TURN_MILLIS, TURN_MILLIS, TimeUnit.MILLISECONDS);
        OWN.set(clock);
        return clock;
    }

    void turn() {
        turns.incrementAndGet();
    }

    long turns() {
        return turns.get();
    }
}
