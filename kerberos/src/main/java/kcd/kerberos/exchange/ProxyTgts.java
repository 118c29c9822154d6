package kcd.kerberos.exchange;

import java.util.Optional;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;

/**
 * The ticket-granting tickets that S4U2Proxy brought in users' names, kept by whoever caches them. Each belongs to the
 * evidence it was made of: given out for any other, it would be another user's ticket.
 */
public interface ProxyTgts {
    /** Keeps nothing. */
    ProxyTgts NONE = new ProxyTgts() {
        @Override
        public Optional<TicketGrantingTicket> find(EvidenceTicket evidence, Realm realm) {
            return Optional.empty();
        }

        @Override
        public void keep(EvidenceTicket evidence, TicketGrantingTicket proxy) {}

        @Override
        public void forget(EvidenceTicket evidence, Realm realm) {}

        @Override
        public void forget(EvidenceTicket evidence) {}
    };

    /** The one made of that very evidence which {@code realm} takes, if it is good for a while yet. */
    Optional<TicketGrantingTicket> find(EvidenceTicket evidence, Realm realm);

    void keep(EvidenceTicket evidence, TicketGrantingTicket proxy);

    /** Something went wrong with it. */
    void forget(EvidenceTicket evidence, Realm realm);

    /** The evidence is not used any more. */
    void forget(EvidenceTicket evidence);
}
