package kcd.broker.engine;

import java.security.SecureRandom;
import kcd.broker.mint.RefusedException;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.exchange.S4uClient;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure.ServiceAccountRefused;
import kcd.kerberos.name.Principal;
import org.jboss.logging.Logger;

/** The engine with the service account's present keys; the keys can be replaced while it works. */
public final class ServiceAccountClient {
    private static final Logger LOG = Logger.getLogger(ServiceAccountClient.class);

    private final Principal principal;
    private final Kdc kdc;
    private final RealmClock clock;
    private final SecureRandom random;
    private volatile S4uClient client;

    public ServiceAccountClient(
            Principal principal, LongTermKeys keys, Kdc kdc, RealmClock clock, SecureRandom random) {
        this.principal = principal;
        this.kdc = kdc;
        this.clock = clock;
        this.random = random;
        this.client = clientWith(keys);
    }

    S4uClient client() {
        return client;
    }

    /** The AS exchange: one attempt with the key. */
    public Tgt authenticate() throws RefusedException {
        try {
            return new Tgt(client.authenticate());
        } catch (KerberosException failed) {
            throw KerberosRefusals.refused(failed);
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
        client = candidate;
        LOG.infof("the new key of %s is in use", principal);
        return true;
    }

    private S4uClient clientWith(LongTermKeys keys) {
        return new S4uClient(new ServiceAccount(principal, keys), kdc, clock, random);
    }
}
