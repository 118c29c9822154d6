package kcd.lab.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.KdcUnreachableException;
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
import kcd.lab.kdc.KdcKeys;
import kcd.lab.kdc.LabKdc;
import kcd.lab.kdc.LabKdcs;

/// What the broker does for a token, on the twin's KDCs: find the user, impersonate, delegate.
public final class Gateway implements TgtSource {

    private final S4uClient client;
    private final Realm home;
    private final Map<Realm, TicketGrantingTicket> tgts = new ConcurrentHashMap<>();

    public Gateway(Principal account, String password, Kdc kdc) {
        this.home = account.realm();
        this.client = new S4uClient(
                new ServiceAccount(account, new PasswordKeys(account, password.toCharArray())),
                kdc,
                new RealmClock(Clock.systemUTC()),
                new SecureRandom());
    }

    /// The KDCs of a forest without a network in between.
    public static Kdc inMemory(LabForest forest, Clock clock) {
        KdcKeys keys = new KdcKeys();
        Map<String, LabKdc> kdcs = forest.domains().stream()
                .collect(Collectors.toMap(
                        LabDomain::realm, domain -> new LabKdc(forest, domain, keys, clock, LabKdc.TICKET_LIFETIME)));
        return (realm, request) ->
                kdcs.get(realm.value()).answer(Octets.of(request)).toArray();
    }

    /// The KDCs of a running lab, by TCP.
    public static Kdc tcp(LabKdcs kdcs) {
        return (realm, request) -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kdcs.port(realm.value()))) {
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeInt(request.length);
                out.write(request);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                return in.readNBytes(in.readInt());
            } catch (IOException e) {
                throw new KdcUnreachableException(realm, true, e.toString());
            }
        };
    }

    public S4uClient client() {
        return client;
    }

    public ServiceTicket ticket(String upn, String spn) throws KerberosException {
        return client.delegate(this, evidence(upn), ServicePrincipalName.parse(spn));
    }

    public EvidenceTicket evidence(String upn) throws KerberosException {
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
