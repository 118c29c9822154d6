package kcd.kerberos.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** The simplest cache of ticket-granting tickets: one a realm, until discarded. */
final class CachedTgts implements TgtSource {
    final List<Realm> discarded = new ArrayList<>();
    private final Map<String, TicketGrantingTicket> tgts = new TreeMap<>();
    private final S4uClient client;
    private final Realm home;

    CachedTgts(S4uClient client, Realm home) {
        this.client = client;
        this.home = home;
    }

    @Override
    public TicketGrantingTicket tgt(Realm realm) throws KerberosException {
        TicketGrantingTicket known = tgts.get(realm.value());
        if (known != null) {
            return known;
        }
        TicketGrantingTicket fresh = realm.equals(home) ? client.authenticate() : client.crossRealm(tgt(home), realm);
        tgts.put(realm.value(), fresh);
        return fresh;
    }

    /** As when another user of the cache throws it away. */
    void forget(Realm realm) {
        tgts.remove(realm.value());
    }

    @Override
    public void discard(TicketGrantingTicket tgt) {
        discarded.add(tgt.realm());
        tgts.remove(tgt.realm().value(), tgt);
    }
}
