package kcd.broker.engine;

import kcd.broker.cache.TicketCache;
import kcd.broker.refusal.RefusedException;
import kcd.broker.ticket.TgtKeeper;
import kcd.kerberos.exchange.TgtSource;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.Parties;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** The service account's TGTs: the keeper's own, and from it one for each trusted realm, shared by all users. */
public final class ServiceTgts implements TgtSource {
    private final Realm home;
    private final TgtKeeper<Tgt> keeper;
    private final TicketCache<Realm, Tgt> trusted;
    private final ServiceAccountClient account;

    public ServiceTgts(
            Realm home, TgtKeeper<Tgt> keeper, TicketCache<Realm, Tgt> trusted, ServiceAccountClient account) {
        this.home = home;
        this.keeper = keeper;
        this.trusted = trusted;
        this.account = account;
    }

    @Override
    public TicketGrantingTicket tgt(Realm realm) throws KerberosException {
        try {
            Tgt tgt = realm.equals(home) ? keeper.current() : trusted.get(realm, () -> crossRealm(realm));
            return tgt.ticket();
        } catch (RefusedException refused) {
            throw KerberosRefusals.exception(refused, realm);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new KerberosException(KerberosRefusals.interrupted(realm));
        }
    }

    @Override
    public void discard(TicketGrantingTicket tgt) {
        keeper.discard(new Tgt(tgt));
        trusted.removeIf(tgt.realm()::equals);
    }

    private Tgt crossRealm(Realm realm) throws RefusedException {
        try {
            return account.crossRealm(tgt(home), realm);
        } catch (KerberosException failed) {
            throw KerberosRefusals.refused(failed, Parties.of(account.principal()));
        }
    }
}
