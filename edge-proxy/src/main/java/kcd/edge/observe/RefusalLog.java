package kcd.edge.observe;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Says why certificates were refused at the handshake, and never more than so often: strangers cause these lines.
///
/// For one event loop, and on it.
public final class RefusalLog {
    static final int LINES_PER_SECOND = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<String> lines;
    private final LongSupplier nanoTime;
    private long secondBegan;
    private int written;
    private int leftOut;

    public RefusalLog(Consumer<String> lines, LongSupplier nanoTime) {
        this.lines = lines;
        this.nanoTime = nanoTime;
        this.secondBegan = nanoTime.getAsLong();
    }

    /// Takes note of a handshake that failed; only refusals of certificates are told.
    public void failed(Throwable failure) {
        HandshakeFailure.refusal(failure).ifPresent(refusal -> refused(String.valueOf(refusal.getMessage())));
    }

    private void refused(String why) {
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= SECOND) {
            secondBegan = now;
            written = 0;
        }
        if (written == LINES_PER_SECOND) {
            leftOut++;
            return;
        }
        written++;
        lines.accept("certificate refused: " + why + (leftOut == 0 ? "" : " (" + leftOut + " more went untold)"));
        leftOut = 0;
    }
}
