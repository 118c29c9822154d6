package kcd.broker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import kcd.broker.cache.CacheLimits;
import kcd.broker.cache.Cacheable;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.cache.TicketCache;
import kcd.broker.config.BrokerSettings;
import kcd.broker.engine.Evidence;
import kcd.broker.engine.KnownProxyTgts;
import kcd.broker.engine.KnownTargets;
import kcd.broker.engine.S4uTicketSource;
import kcd.broker.engine.ServiceAccountClient;
import kcd.broker.engine.ServiceAccountKeys;
import kcd.broker.engine.ServiceAccountKeys.UnusableKeysException;
import kcd.broker.engine.ServiceTgts;
import kcd.broker.engine.Tgt;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.metrics.CacheMetrics;
import kcd.broker.ticket.RenewalLimit;
import kcd.broker.ticket.TgtKeeper;
import kcd.broker.ticket.UserTickets;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.gss.TokenFactory;
import org.jboss.logging.Logger;

/** Builds what obtains tickets and keeps them. */
@Singleton
public class TicketWiring {
    /** Questions to domain controllers under way at once, per kind; a storm of a whole fleet after a restart. */
    private static final int MAX_FLIGHTS = 2_000;
    /** A user abroad takes several questions in a row, each within the total timeout of its realm. */
    private static final int QUESTIONS_WAITED_FOR = 2;

    private static final Duration RENEWAL_RETRY = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(TicketWiring.class);

    private final SecureRandom random = new SecureRandom();
    private final RenewalMoment renewalMoment = new RenewalMoment(random);
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tickets-", 0).factory());

    @Produces
    @Singleton
    ServiceAccountClient account(BrokerSettings settings, TcpKdc kdc, RealmClock clock, MeterRegistry registry)
            throws UnusableKeysException {
        var account = new ServiceAccountClient(
                settings.serviceAccount().principal(),
                ServiceAccountKeys.load(settings.serviceAccount()),
                kdc,
                clock,
                random);
        Gauge.builder("kcd.broker.keys.kvno", account, ServiceAccountClient::keyVersion)
                .description("Version of the service account's keys in use; 0 for a password")
                .register(registry);
        boolean rc4 = settings.serviceAccount().enctypes().contains(Enctype.RC4_HMAC);
        if (rc4) {
            LOG.warn(
                    "RC4 is allowed by kcd.kerberos.allow-rc4: who sees a ticket can guess the password behind it; give"
                            + " the accounts AES keys, then remove the setting");
        }
        Gauge.builder("kcd.broker.rc4.allowed", () -> rc4 ? 1 : 0)
                .description("Whether RC4 is offered to domain controllers and accepted from them")
                .register(registry);
        return account;
    }

    @Produces
    @Singleton
    TgtKeeper<Tgt> keeper(BrokerSettings settings, ServiceAccountClient account, Clock clock, MeterRegistry registry) {
        var keeper = new TgtKeeper<Tgt>(
                account::authenticate, flights(settings), clock, settings.ticketSkew(), renewalMoment);
        Gauge.builder("kcd.broker.tgt.age", keeper, k -> k.age().toSeconds())
                .description("Age of the service account's TGT")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("kcd.broker.tgt.ready", keeper, k -> k.ready() ? 1 : 0)
                .description("Whether the service account has a good TGT")
                .register(registry);
        return keeper;
    }

    @Produces
    @Singleton
    ServiceTgts tgts(
            BrokerSettings settings,
            ServiceAccountClient account,
            TgtKeeper<Tgt> keeper,
            Clock clock,
            MeterRegistry registry) {
        return new ServiceTgts(
                settings.serviceAccount().principal().realm(),
                keeper,
                cache("trusted-tgt", renewalMoment, settings, clock, registry),
                account);
    }

    @Produces
    @Singleton
    KnownTargets targets(BrokerSettings settings, Clock clock, MeterRegistry registry) {
        return new KnownTargets(cache("target-realm", renewalMoment, settings, clock, registry), clock);
    }

    @Produces
    @Singleton
    UserTickets<Evidence> tickets(
            BrokerSettings settings,
            ServiceAccountClient account,
            ServiceTgts tgts,
            KnownTargets targets,
            Clock clock,
            RealmClock realmClock,
            MeterRegistry registry) {
        var source = new S4uTicketSource(
                account,
                tgts,
                targets,
                new KnownProxyTgts(cache("proxy-tgt", renewalMoment, settings, clock, registry)),
                settings.domains().keySet(),
                settings.upnSuffixes(),
                settings.accountNames(),
                new TokenFactory(realmClock::in, random));
        return new UserTickets<>(
                source,
                cache("evidence", renewalMoment.ofSources(), settings, clock, registry),
                cache("service", renewalMoment, settings, clock, registry),
                new RenewalLimit(clock));
    }

    private <K, T extends Cacheable> TicketCache<K, T> cache(
            String name, RenewalMoment renewal, BrokerSettings settings, Clock clock, MeterRegistry registry) {
        var limits = new CacheLimits(
                settings.maxCachedTickets(), settings.maxTicketBytes(), settings.ticketSkew(), RENEWAL_RETRY);
        var cache = new TicketCache<K, T>(flights(settings), clock, limits, renewal, new CacheMetrics(registry, name));
        Gauge.builder("kcd.broker.cache.size", cache, TicketCache::size)
                .description("Entries of a ticket cache")
                .tag("cache", name)
                .strongReference(true)
                .register(registry);
        return cache;
    }

    private <K, V> SingleFlight<K, V> flights(BrokerSettings settings) {
        Duration patience = settings.kdcTimeouts().total().multipliedBy(QUESTIONS_WAITED_FOR);
        return new SingleFlight<>(threads, MAX_FLIGHTS, patience);
    }
}
