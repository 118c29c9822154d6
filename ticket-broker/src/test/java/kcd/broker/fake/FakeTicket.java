package kcd.broker.fake;

import java.time.Instant;
import kcd.broker.cache.Perishable;

/** A ticket that is only a label and an end. */
public record FakeTicket(String label, Instant endTime) implements Perishable {}
