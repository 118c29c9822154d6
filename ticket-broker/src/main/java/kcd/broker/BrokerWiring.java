package kcd.broker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import kcd.broker.audit.AuditLog;
import kcd.broker.audit.ExplainAuditLog;
import kcd.broker.cache.CacheLimits;
import kcd.broker.cache.Cacheable;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.cache.TicketCache;
import kcd.broker.caller.Callers;
import kcd.broker.config.BrokerConfig;
import kcd.broker.config.BrokerSettings;
import kcd.broker.config.BrokerSettingsReader;
import kcd.broker.dns.DnsOverTcp;
import kcd.broker.dns.NameServers;
import kcd.broker.engine.Evidence;
import kcd.broker.engine.KnownProxyTgts;
import kcd.broker.engine.KnownTargets;
import kcd.broker.engine.S4uTicketSource;
import kcd.broker.engine.ServiceAccountClient;
import kcd.broker.engine.ServiceAccountKeys;
import kcd.broker.engine.ServiceAccountKeys.UnusableKeysException;
import kcd.broker.engine.ServiceTgts;
import kcd.broker.engine.Tgt;
import kcd.broker.explain.ExplainLimit;
import kcd.broker.explain.Explainer;
import kcd.broker.explain.S4uRehearsal;
import kcd.broker.identity.CertificateIdentities;
import kcd.broker.kdc.AnsweringController;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.mapping.CertificateMapping;
import kcd.broker.metrics.CacheMetrics;
import kcd.broker.metrics.ClockMetrics;
import kcd.broker.metrics.KdcMetrics;
import kcd.broker.metrics.MintMetrics;
import kcd.broker.metrics.ReplyMetrics;
import kcd.broker.metrics.SidMetrics;
import kcd.broker.mint.MintJournal;
import kcd.broker.mint.MintLimit;
import kcd.broker.mint.RefusedCalls;
import kcd.broker.mint.SidCheck;
import kcd.broker.mint.TokenMinter;
import kcd.broker.reply.AwaitedReplies;
import kcd.broker.revocation.Revocation;
import kcd.broker.ticket.RenewalLimit;
import kcd.broker.ticket.TgtKeeper;
import kcd.broker.ticket.UserTickets;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.exchange.AliveQuestion;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.gss.TokenFactory;
import kcd.pki.name.IdentityPolicy;
import kcd.service.HotMtls;
import kcd.service.MtlsConfig;
import kcd.service.StartupFaults;
import org.jboss.logging.Logger;

/** Builds the broker's objects from its settings; everything below takes what it needs in its constructor. */
@Singleton
public class BrokerWiring {
    /** Questions to domain controllers under way at once, per kind; a storm of a whole fleet after a restart. */
    private static final int MAX_FLIGHTS = 2_000;
    /** A user abroad takes several questions in a row, each within the total timeout of its realm. */
    private static final int QUESTIONS_WAITED_FOR = 2;

    private static final Duration RENEWAL_RETRY = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(BrokerWiring.class);

    private final SecureRandom random = new SecureRandom();
    private final RenewalMoment renewalMoment = new RenewalMoment(random);
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tickets-", 0).factory());

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    BrokerSettings settings(BrokerConfig config, MtlsConfig mtls) {
        var faults = new StartupFaults();
        var settings = BrokerSettingsReader.read(config, mtls, faults);
        faults.requireNone();
        return settings.orElseThrow();
    }

    @Produces
    @Singleton
    Callers callers(BrokerSettings settings) {
        return new Callers(settings.callers());
    }

    @Produces
    @Singleton
    TcpKdc kdc(BrokerSettings settings, Clock clock, MeterRegistry registry) {
        var dns = new DnsOverTcp(NameServers::ofSystem, settings.kdcTimeouts().connect(), random);
        return new TcpKdc(
                settings.domains(),
                settings.kdcTimeouts(),
                settings.kdcRate(),
                dns,
                realm -> AliveQuestion.of(settings.serviceAccount().principal(), realm, clock.instant(), random),
                new KdcMetrics(registry).and(AnsweringController.listener()));
    }

    @Produces
    @Singleton
    RealmClock realmClock(BrokerSettings settings, Clock clock, MeterRegistry registry) {
        var realmClock = new RealmClock(clock);
        settings.domains().keySet().forEach(realm -> ClockMetrics.register(registry, realmClock, realm));
        return realmClock;
    }

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

    @Produces
    @Singleton
    HotMtls mtls(BrokerSettings settings, Clock clock) {
        return HotMtls.watch(settings.mtls(), clock, Upkeep.FILE_POLL);
    }

    void end(@Disposes HotMtls mtls) {
        mtls.close();
    }

    @Produces
    @Singleton
    Revocation revocation(
            BrokerSettings settings,
            HotMtls mtls,
            UserTickets<Evidence> tickets,
            CertificateMapping mapping,
            Clock clock,
            MeterRegistry registry) {
        return Revocation.start(
                settings,
                mtls,
                user -> {
                    mapping.forget(user);
                    tickets.forget(user);
                },
                clock,
                registry);
    }

    void end(@Disposes Revocation revocation) {
        revocation.close();
    }

    @Produces
    @Singleton
    CertificateIdentities identities(
            BrokerSettings settings, Revocation revocation, CertificateMapping mapping, Clock clock) {
        return new CertificateIdentities(
                settings.clientTrust().anchors(),
                settings.clientTrust().store().policy(),
                new IdentityPolicy(settings.userFromSubjectCn(), false, settings.issuerRules()),
                revocation.gate(),
                mapping.sources(),
                clock);
    }

    @Produces
    @Singleton
    @Typed(AuditLog.class)
    AuditLog audit(Clock clock) {
        return new AuditLog(clock, Logger.getLogger(AuditLog.CATEGORY)::info);
    }

    @Produces
    @Singleton
    @Typed(MintMetrics.class)
    MintMetrics mintMetrics(MeterRegistry registry) {
        return new MintMetrics(registry);
    }

    @Produces
    @Singleton
    AwaitedReplies replies(Clock clock, MeterRegistry registry) {
        return new AwaitedReplies(random, clock, new ReplyMetrics(registry));
    }

    @Produces
    @Singleton
    SidCheck sids(BrokerSettings settings, MeterRegistry registry) {
        return new SidCheck(settings.sidPolicy(), new SidMetrics(registry));
    }

    @Produces
    @Singleton
    TokenMinter minter(
            BrokerSettings settings,
            CertificateIdentities identities,
            UserTickets<Evidence> tickets,
            AwaitedReplies replies,
            AuditLog audit,
            MintMetrics metrics,
            SidCheck sids) {
        return new TokenMinter(
                identities, tickets, new MintLimit(System::nanoTime), sids, replies, audit.and((MintJournal) metrics));
    }

    @Produces
    @Singleton
    RefusedCalls refusedCalls(AuditLog audit, MintMetrics metrics) {
        return audit.and((RefusedCalls) metrics);
    }

    @Produces
    @Singleton
    Explainer explainer(
            BrokerSettings settings,
            CertificateIdentities identities,
            ServiceAccountClient account,
            TcpKdc kdc,
            ServiceTgts tgts,
            TgtKeeper<Tgt> keeper,
            SidCheck sids,
            Clock clock) {
        var rehearsal = new S4uRehearsal(
                account,
                kdc,
                tgts,
                keeper::ready,
                settings.domains().keySet(),
                settings.upnSuffixes(),
                settings.accountNames(),
                new TokenFactory(clock, random),
                clock);
        var audit = new ExplainAuditLog(clock, Logger.getLogger(AuditLog.CATEGORY)::info);
        return new Explainer(identities::identify, rehearsal, sids, new ExplainLimit(clock), audit);
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
