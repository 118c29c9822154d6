package kcd.broker.mint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kcd.broker.ticket.TicketFacts;
import kcd.broker.ticket.UserTicket;
import kcd.kerberos.crypto.Octets;

/** A SPNEGO token for one use, and perhaps further ones. Its text form says whose and until when, never the token. */
public final class MintedToken {
    private final byte[] spnego;
    private final String clientPrincipal;
    private final Instant ticketEndTime;
    private final TicketFacts ticket;
    private final Optional<Octets> replyHandle;
    private final List<Octets> further;

    MintedToken(byte[] spnego, UserTicket ticket, Optional<Octets> replyHandle, List<Octets> further) {
        this.spnego = spnego.clone();
        this.clientPrincipal = ticket.clientPrincipal();
        this.ticketEndTime = ticket.endTime();
        this.ticket = ticket.facts();
        this.replyHandle = replyHandle;
        this.further = List.copyOf(further);
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

    /** For asking about the target's proof of itself, if it is to give one. */
    public Optional<Octets> replyHandle() {
        return replyHandle;
    }

    /** Further tokens of the same ticket, each for one use as well. */
    public List<Octets> further() {
        return further;
    }

    @Override
    public String toString() {
        return "token of " + clientPrincipal + ", ticket good until " + ticketEndTime;
    }
}
