package kcd.testbed;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.KeytabKeys;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.exchange.S4uClient;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.exchange.TgtSource;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;

/** Our engine for one service account of the bed, keeping its ticket-granting tickets and nothing else. */
final class Engine implements TgtSource {
    private final Principal account;
    private final BedKdc kdc;
    private final S4uClient client;
    private final Map<Realm, TicketGrantingTicket> tgts = new HashMap<>();

    Engine(Bed bed, Principal account, LongTermKeys keys) {
        this(new BedKdc(bed), new ServiceAccount(account, keys));
    }

    Engine(BedKdc kdc, ServiceAccount account) {
        this.account = account.principal();
        this.kdc = kdc;
        this.client = new S4uClient(account, kdc, new RealmClock(Clock.systemUTC()), new SecureRandom());
    }

    static Engine byKeytab(Bed bed, String account) throws IOException, InvalidKeytabException {
        Principal principal = Principal.parse(account);
        return new Engine(bed, principal, new KeytabKeys(bed.keytab(principal), principal));
    }

    @Override
    public TicketGrantingTicket tgt(Realm realm) throws KerberosException {
        TicketGrantingTicket known = tgts.get(realm);
        if (known == null) {
            known = realm.equals(account.realm())
                    ? client.authenticate()
                    : client.crossRealm(tgt(account.realm()), realm);
            tgts.put(realm, known);
        }
        return known;
    }

    @Override
    public void discard(TicketGrantingTicket tgt) {
        tgts.remove(tgt.realm(), tgt);
    }

    EvidenceTicket impersonate(String user) throws KerberosException {
        return client.impersonate(
                this, user.startsWith("upn:") ? enterprise(user.substring(4)) : Principal.parse(user));
    }

    EvidenceTicket impersonateHolder(Octets certificate) throws KerberosException {
        return client.impersonate(this, certificate);
    }

    ServiceTicket delegate(String user, String target) throws KerberosException {
        return client.delegate(this, impersonate(user), ServicePrincipalName.parse(target));
    }

    /** Round trips to KDCs so far. */
    int exchanges() {
        return kdc.exchanges();
    }

    private Principal enterprise(String userPrincipalName) throws KerberosException {
        return new Principal(PrincipalName.enterprise(userPrincipalName), client.locate(userPrincipalName));
    }
}
