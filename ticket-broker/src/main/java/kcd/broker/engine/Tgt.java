package kcd.broker.engine;

import java.time.Instant;
import kcd.broker.cache.Cacheable;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** A ticket-granting ticket of the service account as the broker's caches keep it. */
public record Tgt(TicketGrantingTicket ticket) implements Cacheable {
    @Override
    public Instant endTime() {
        return ticket.endTime();
    }

    @Override
    public int bytes() {
        return Footprint.tgt(ticket);
    }
}
