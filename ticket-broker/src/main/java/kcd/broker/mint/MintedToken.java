package kcd.broker.mint;

import java.time.Instant;
import kcd.broker.ticket.TicketFacts;
import kcd.broker.ticket.UserTicket;

/** A SPNEGO token for one use. Its text form says whose and until when, never the token. */
public final class MintedToken {
    private final byte[] spnego;
    private final String clientPrincipal;
    private final Instant ticketEndTime;
    private final TicketFacts ticket;

    MintedToken(byte[] spnego, UserTicket ticket) {
        this.spnego = spnego.clone();
        this.clientPrincipal = ticket.clientPrincipal();
        this.ticketEndTime = ticket.endTime();
        this.ticket = ticket.facts();
    }

    public byte[] spnego() {
        return spnego.clone();
    }

    /** The user as Kerberos names it, {@code name@REALM}. */
    public String clientPrincipal() {
        return clientPrincipal;
    }

    public Instant ticketEndTime() {
        return ticketEndTime;
    }

    /** What the ticket behind it says of itself. */
    public TicketFacts ticket() {
        return ticket;
    }

    @Override
    public String toString() {
        return "token of " + clientPrincipal + ", ticket good until " + ticketEndTime;
    }
}
