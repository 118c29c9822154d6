package kcd.broker.engine;

import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** About what tickets take in memory. {@code ./kcd bench cache} holds it against the heap. */
final class Footprint {
    /** Names, session key, instants and the records around them. */
    private static final int CREDENTIAL = 1_100;
    /** Derived keys and the DER around the ticket, which is not copied. */
    private static final int TEMPLATE = 1_100;

    private Footprint() {}

    static int tgt(TicketGrantingTicket ticket) {
        return credential(ticket.credential());
    }

    /** The PAC that was read from the ticket takes no more than the ticket it was in. */
    static int evidence(EvidenceTicket ticket) {
        return credential(ticket.credential())
                + (ticket.pac().isPresent() ? ticket.credential().ticket().der().length() : 0);
    }

    static int prepared(ServiceTicket ticket) {
        return credential(ticket.credential()) + TEMPLATE;
    }

    private static int credential(Credential credential) {
        return CREDENTIAL + credential.ticket().der().length();
    }
}
