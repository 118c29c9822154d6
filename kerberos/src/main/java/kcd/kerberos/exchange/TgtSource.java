package kcd.kerberos.exchange;

import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** The service account's ticket-granting tickets, kept by whoever caches them; none of them is bound to a user. */
public interface TgtSource {
    /** A ticket-granting ticket that the KDCs of {@code realm} take. */
    TicketGrantingTicket tgt(Realm realm) throws KerberosException;

    /** A KDC no longer takes this one; the next call must not return it. */
    void discard(TicketGrantingTicket tgt);
}
