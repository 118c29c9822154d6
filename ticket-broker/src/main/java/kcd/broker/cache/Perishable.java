package kcd.broker.cache;

import java.time.Instant;

/** Something that is worthless after a certain instant. */
public interface Perishable {
    Instant endTime();
}
