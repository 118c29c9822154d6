package kcd.broker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kcd.broker.config.BrokerSegNames;
import kcd.broker.config.BrokerSettings;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.broker.engine.KeyRotation;
import kcd.broker.engine.ServiceAccountClient;
import kcd.broker.engine.Tgt;
import kcd.broker.identity.CertificateIdentities;
import kcd.broker.kdc.ClockAlarm;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.ticket.TgtKeeper;
import kcd.kerberos.exchange.RealmClock;
import kcd.service.FileWatch;
import kcd.service.trust.ClientTrustWatch;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** What the broker does without being asked: renews its TGT, probes domain controllers, takes over changed files. */
@Singleton
public class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    static final Duration FILE_POLL = Duration.ofSeconds(5);

    private final BrokerSettings settings;
    private final TgtKeeper<Tgt> keeper;
    private final TcpKdc kdc;
    private final ServiceAccountClient account;
    private final RealmClock realmClock;
    private final CertificateIdentities identities;
    private final Clock clock;
    private final MeterRegistry registry;
    private final List<Runnable> atStop = new ArrayList<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("upkeep").factory());

    public Upkeep(
            BrokerSettings settings,
            TgtKeeper<Tgt> keeper,
            TcpKdc kdc,
            ServiceAccountClient account,
            RealmClock realmClock,
            CertificateIdentities identities,
            Clock clock,
            MeterRegistry registry) {
        this.settings = settings;
        this.keeper = keeper;
        this.kdc = kdc;
        this.account = account;
        this.realmClock = realmClock;
        this.identities = identities;
        this.clock = clock;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        new BrokerSegNames().inUse(ConfigProvider.getConfig()).forEach(LOG::info);
        // Not on the ticker: name servers that do not answer must not hold up what it looks after.
        Thread.ofVirtual().name("find-controllers").start(() -> survive(kdc::findControllers));
        every(TICK, keeper::tick);
        every(TICK, kdc::tick);
        every(TICK, new ClockAlarm(realmClock, settings.domains().keySet(), clock, LOG::warn)::tick);
        if (settings.serviceAccount().secret() instanceof Secret.Keytab(var file)) {
            var rotation = new KeyRotation(settings.serviceAccount(), account, keeper::keyChanged, clock);
            FileWatch keytab = new FileWatch(List.of(file), rotation::changed);
            rotation.begin();
            atStop.add(keytab.start(FILE_POLL)::close);
            every(TICK, rotation::tick);
        }
        settings.issuerRules()
                .matchingNone(settings.clientTrust().anchors().certificates())
                .forEach(name -> LOG.warnf(
                        "kcd.client-certificates.issuers.%s names no CA of the trust store: it binds an intermediate"
                                + " that devices present, or nothing; see that it is no CA renewed or misspelt",
                        name));
        ClientTrustWatch trust = new ClientTrustWatch(settings.clientTrust(), identities::replace).start(FILE_POLL);
        Gauge.builder("kcd.client.trust.refused", trust, t -> t.refused() ? 1 : 0)
                .description("1 while the clients' trust store on disk cannot be used and an older one is in force")
                .strongReference(true)
                .register(registry);
        atStop.add(trust::close);
    }

    void stop(@Observes ShutdownEvent event) {
        ticker.shutdownNow();
        atStop.forEach(Runnable::run);
    }

    private void every(Duration period, Runnable task) {
        var _ = ticker.scheduleWithFixedDelay(() -> survive(task), 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An executor drops a task that throws; ours go on. */
    private static void survive(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException fault) {
            LOG.error("upkeep failed and goes on", fault);
        }
    }
}
