package kcd.broker.engine;

import java.time.Instant;
import kcd.broker.cache.Perishable;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** A ticket-granting ticket of the service account as the broker's caches keep it. */
public record Tgt(TicketGrantingTicket ticket) implements Perishable {
    @Override
    public Instant endTime() {
        return ticket.endTime();
    }
}
