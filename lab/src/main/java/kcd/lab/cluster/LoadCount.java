package kcd.lab.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// What became of the requests so far.
final class LoadCount {

    private final LongAdder served = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder pings = new LongAdder();
    private final LongAccumulator slowestMillis = new LongAccumulator(Math::max, 0);

    /// @param took from the request's first byte, or its connection's, to the answer's last
    void served(Duration took) {
        served.increment();
        slowestMillis.accumulate(took.toMillis());
    }

    /// A held request's time is the server's business.
    void pingAnswered() {
        served.increment();
        pings.increment();
    }

    void failed() {
        failed.increment();
    }

    /// For whoever reads the log, people or scripts; the slowest of those since this was asked for last.
    String line() {
        return "requests=" + (served.sum() + failed.sum()) + " failed=" + failed.sum() + " pings=" + pings.sum()
                + " slowest_ms=" + slowestMillis.getThenReset();
    }
}
