package kcd.broker.engine;

import java.time.Instant;
import kcd.broker.cache.Perishable;
import kcd.kerberos.ticket.EvidenceTicket;

/** An evidence ticket as the broker's cache keeps it. */
public record Evidence(EvidenceTicket ticket) implements Perishable {
    @Override
    public Instant endTime() {
        return ticket.endTime();
    }
}
