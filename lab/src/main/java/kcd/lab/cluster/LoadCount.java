package kcd.lab.cluster;

import java.util.concurrent.atomic.LongAdder;

/// What became of the requests so far.
final class LoadCount {

    private final LongAdder served = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void served() {
        served.increment();
    }

    void failed() {
        failed.increment();
    }

    /// For whoever reads the log, people or scripts.
    @Override
    public String toString() {
        return "requests=" + (served.sum() + failed.sum()) + " failed=" + failed.sum();
    }
}
