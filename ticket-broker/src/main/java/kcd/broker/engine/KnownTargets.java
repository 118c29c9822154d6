package kcd.broker.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import kcd.broker.cache.Cacheable;
import kcd.broker.cache.TicketCache;
import kcd.kerberos.exchange.TargetRealms;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;

/** Remembers for a while which realm a target was found in, for all users. */
public final class KnownTargets implements TargetRealms {
    /** A service moves to another domain rarely, and then its old realm says so at once. */
    static final Duration LIFE = Duration.ofHours(1);

    private final TicketCache<ServicePrincipalName, Found> found;
    private final Clock clock;

    public KnownTargets(TicketCache<ServicePrincipalName, Found> found, Clock clock) {
        this.found = found;
        this.clock = clock;
    }

    @Override
    public Realm realm(ServicePrincipalName target, Search search) throws KerberosException {
        Optional<Found> known = found.peek(target);
        if (known.isPresent()) {
            return known.get().realm();
        }
        Realm realm = search.find();
        found.put(target, new Found(realm, clock.instant().plus(LIFE)));
        return realm;
    }

    @Override
    public Optional<Realm> known(ServicePrincipalName target) {
        return found.peek(target).map(Found::realm);
    }

    @Override
    public void forget(ServicePrincipalName target) {
        found.removeIf(target::equals);
    }

    /** Where a target was found. */
    public record Found(Realm realm, Instant endTime) implements Cacheable {
        private static final int BYTES = 200;

        @Override
        public int bytes() {
            return BYTES;
        }
    }
}
