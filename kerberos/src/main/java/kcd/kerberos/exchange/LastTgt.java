package kcd.kerberos.exchange;

import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.TicketGrantingTicket;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which ticket-granting ticket an exchange was given last, so that exactly that one is thrown away if a KDC
 * refuses it: not another realm's, and not the newer one that another thread has fetched meanwhile.
 */
final class LastTgt implements TgtSource {
    private final TgtSource source;
    private @Nullable TicketGrantingTicket last;

    LastTgt(TgtSource source) {
        this.source = source;
    }

    @Override
    public TicketGrantingTicket tgt(Realm realm) throws KerberosException {
        last = source.tgt(realm);
        return last;
    }

    @Override
    public void discard(TicketGrantingTicket tgt) {
        source.discard(tgt);
    }

    /** Throws away the ticket that was refused at {@code step}; on the way to another realm that is our own. */
    void discardRefused(Realm home, Attempt.Step step) throws KerberosException {
        TicketGrantingTicket refused = step == Attempt.Step.CROSS_REALM ? source.tgt(home) : last;
        if (refused != null) {
            source.discard(refused);
        }
    }
}
