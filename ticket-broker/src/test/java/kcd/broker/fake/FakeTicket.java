package kcd.broker.fake;

import java.time.Instant;
import kcd.broker.cache.Cacheable;

/** A ticket that is only a label and an end. */
public record FakeTicket(String label, Instant endTime) implements Cacheable {
    public static final int BYTES = 2_000;

    @Override
    public int bytes() {
        return BYTES;
    }
}
