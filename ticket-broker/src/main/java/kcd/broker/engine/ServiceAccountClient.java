package kcd.broker.engine;

import java.security.SecureRandom;
import kcd.broker.mint.RefusedException;
import kcd.kerberos.exchange.ExchangeListener;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.exchange.S4uClient;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure.ServiceAccountRefused;
import kcd.kerberos.failure.Parties;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.TicketGrantingTicket;
import org.jboss.logging.Logger;

/** The engine with the service account's present keys; the keys can be replaced while it works. */
public final class ServiceAccountClient {
    private static final Logger LOG = Logger.getLogger(ServiceAccountClient.class);

    private final Principal principal;
    private final Kdc kdc;
    private final ExchangeListener listener;
    private final RealmClock clock;
    private final SecureRandom random;
    private volatile LongTermKeys keys;
    private volatile S4uClient client;

    public ServiceAccountClient(
            Principal principal, LongTermKeys keys, Kdc kdc, RealmClock clock, SecureRandom random) {
        this(principal, keys, kdc, ExchangeListener.NONE, clock, random);
    }

    private ServiceAccountClient(
            Principal principal,
            LongTermKeys keys,
            Kdc kdc,
            ExchangeListener listener,
            RealmClock clock,
            SecureRandom random) {
        this.principal = principal;
        this.kdc = kdc;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
        this.keys = keys;
        this.client = clientWith(keys);
    }

    S4uClient client() {
        return client;
    }

    public Principal principal() {
        return principal;
    }

    /** The same account with its present keys, over another way to the controllers, with somebody following. */
    public ServiceAccountClient followedBy(ExchangeListener listener, Kdc way) {
        return new ServiceAccountClient(principal, keys, way, listener, clock, random);
    }

    /** From our own TGT to one of another realm. */
    public Tgt crossRealm(TicketGrantingTicket home, Realm realm) throws KerberosException {
        return new Tgt(client.crossRealm(home, realm));
    }

    /** The AS exchange: one attempt with the key. */
    public Tgt authenticate() throws RefusedException {
        try {
            return new Tgt(client.authenticate());
        } catch (KerberosException failed) {
            throw KerberosRefusals.refused(failed, Parties.of(principal));
        }
    }

    /**
     * Takes over new keys unless the domain refuses them, found out by one attempt. When the domain cannot be asked they
     * are taken over too: they are what the administrator put there.
     *
     * @return whether they were taken over
     */
    public boolean replaceKeys(LongTermKeys keys) {
        S4uClient candidate = clientWith(keys);
        try {
            var _ = candidate.authenticate();
        } catch (KerberosException failed) {
            if (failed.failure() instanceof ServiceAccountRefused) {
                LOG.errorf("the new key of %s is not used, the old one stays: %s", principal, failed.getMessage());
                return false;
            }
            LOG.warnf("the new key of %s could not be tried: %s", principal, failed.getMessage());
        }
        this.keys = keys;
        client = candidate;
        LOG.infof("the new key of %s is in use", principal);
        return true;
    }

    private S4uClient clientWith(LongTermKeys keys) {
        return new S4uClient(new ServiceAccount(principal, keys), kdc, listener, clock, random);
    }
}
