package kcd.edge.bed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of day, and then some.
public final class MovableClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    /// From now on it is ahead of the day by so much.
    public void setAhead(Duration by) {
        ahead = by;
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
