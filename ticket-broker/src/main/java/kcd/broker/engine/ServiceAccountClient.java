package kcd.broker.engine;

import java.security.SecureRandom;
import kcd.broker.refusal.RefusedException;
import kcd.kerberos.exchange.ExchangeListener;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.exchange.S4uClient;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure.KdcUnavailable;
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
    private volatile InUse inUse;

    public ServiceAccountClient(
            Principal principal, ServiceAccountKeys keys, Kdc kdc, RealmClock clock, SecureRandom random) {
        this(principal, keys, kdc, ExchangeListener.NONE, clock, random);
    }

    private ServiceAccountClient(
            Principal principal,
            ServiceAccountKeys keys,
            Kdc kdc,
            ExchangeListener listener,
            RealmClock clock,
            SecureRandom random) {
        this.principal = principal;
        this.kdc = kdc;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
        this.inUse = inUse(keys);
    }

    S4uClient client() {
        return inUse.client;
    }

    /** The version of the keys that authenticate; zero for a password. */
    public int keyVersion() {
        return inUse.keys.version();
    }

    public Principal principal() {
        return principal;
    }

    /** The same account with its present keys, over another way to the controllers, with somebody following. */
    public ServiceAccountClient followedBy(ExchangeListener listener, Kdc way) {
        return new ServiceAccountClient(principal, inUse.keys, way, listener, clock, random);
    }

    /** From our own TGT to one of another realm. */
    public Tgt crossRealm(TicketGrantingTicket home, Realm realm) throws KerberosException {
        return new Tgt(inUse.client.crossRealm(home, realm));
    }

    /** The AS exchange: one attempt with the key. */
    public Tgt authenticate() throws RefusedException {
        try {
            return new Tgt(inUse.client.authenticate());
        } catch (KerberosException failed) {
            throw KerberosRefusals.refused(failed, Parties.of(principal));
        }
    }

    /**
     * Takes over new keys once the domain has accepted them, found out by one attempt. The old ones still read tickets
     * that the domain issues until it has spread the change.
     */
    public Trial tryKeys(ServiceAccountKeys keys) {
        InUse candidate = inUse(keys.besides(inUse.keys));
        try {
            var _ = candidate.client.authenticate();
        } catch (KerberosException failed) {
            boolean unanswered = failed.failure() instanceof KdcUnavailable;
            LOG.errorf(
                    "the new key (version %d) of %s is not used, the old one stays: %s; %s",
                    keys.version(),
                    principal,
                    failed.getMessage(),
                    failed.failure().remedy());
            return unanswered ? Trial.UNANSWERED : Trial.REFUSED;
        }
        inUse = candidate;
        LOG.infof("the new key (version %d) of %s is in use", keys.version(), principal);
        return Trial.TAKEN_OVER;
    }

    private InUse inUse(ServiceAccountKeys keys) {
        return new InUse(keys, new S4uClient(keys.of(principal), kdc, listener, clock, random));
    }

    /** What became of new keys. */
    public enum Trial {
        TAKEN_OVER,
        /** To try these again would count towards a lock-out. */
        REFUSED,
        /** No domain controller answered; they may be tried again. */
        UNANSWERED
    }

    private record InUse(ServiceAccountKeys keys, S4uClient client) {}
}
