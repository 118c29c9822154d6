package kcd.lab.kdc;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.PasswordKeys;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.exchange.S4uClient;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.exchange.TgtSource;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;

/// The gateway's engine on the twin's KDCs, without a network between them.
final class TwinEngine implements TgtSource {

    private final KdcKeys keys = new KdcKeys();
    private final S4uClient client;
    private final Realm home;
    private final Map<Realm, TicketGrantingTicket> tgts = new ConcurrentHashMap<>();

    TwinEngine(LabForest forest, String account, String password) {
        this(forest, Principal.parse(account), password, Clock.systemUTC());
    }

    TwinEngine(LabForest forest, Principal account, String password, Clock kdcClock) {
        Map<String, LabKdc> kdcs = forest.domains().stream()
                .collect(Collectors.toMap(
                        LabDomain::realm,
                        domain -> new LabKdc(forest, domain, keys, kdcClock, LabKdc.TICKET_LIFETIME)));
        Kdc direct = (realm, request) ->
                kdcs.get(realm.value()).answer(Octets.of(request)).toArray();
        this.home = account.realm();
        this.client = new S4uClient(
                new ServiceAccount(account, new PasswordKeys(account, password.toCharArray())),
                direct,
                new RealmClock(Clock.systemUTC()),
                new SecureRandom());
    }

    KdcKeys keys() {
        return keys;
    }

    S4uClient client() {
        return client;
    }

    /// What the broker does for a token: find the user, impersonate, delegate.
    ServiceTicket ticket(String upn, String spn) throws KerberosException {
        return client.delegate(this, evidence(upn), ServicePrincipalName.parse(spn));
    }

    EvidenceTicket evidence(String upn) throws KerberosException {
        Realm realm = client.locate(upn);
        return client.impersonate(this, new Principal(PrincipalName.enterprise(upn), realm));
    }

    @Override
    public TicketGrantingTicket tgt(Realm realm) throws KerberosException {
        TicketGrantingTicket known = tgts.get(realm);
        if (known != null) {
            return known;
        }
        TicketGrantingTicket found = realm.equals(home) ? client.authenticate() : client.crossRealm(tgt(home), realm);
        tgts.put(realm, found);
        return found;
    }

    @Override
    public void discard(TicketGrantingTicket tgt) {
        tgts.values().remove(tgt);
    }
}
