package kcd.broker.engine;

import java.time.Instant;
import kcd.broker.cache.Cacheable;
import kcd.kerberos.ticket.EvidenceTicket;

/** An evidence ticket as the broker's cache keeps it. */
public record Evidence(EvidenceTicket ticket) implements Cacheable {
    @Override
    public Instant endTime() {
        return ticket.endTime();
    }

    @Override
    public int bytes() {
        return Footprint.evidence(ticket);
    }
}
