package kcd.edge.warmup;

import java.time.Duration;

/// Tells from the just-in-time compiler's clock whether it still finds something to do.
public final class Settled {
    /// Of the time: what it takes in long service too.
    private static final double REST = 0.10;

    private static final int LOOKS_IN_A_ROW = 3;

    private long before = -1;
    private int quiet;

    /// @param totalMillis what it has worked in all
    /// @param since the last look
    public boolean look(long totalMillis, Duration since) {
        boolean rests = before >= 0 && totalMillis - before < REST * since.toMillis();
        quiet = rests ? quiet + 1 : 0;
        before = totalMillis;
        return quiet >= LOOKS_IN_A_ROW;
    }
}
