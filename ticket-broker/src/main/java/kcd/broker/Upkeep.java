package kcd.broker;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kcd.broker.config.BrokerSegNames;
import kcd.broker.config.BrokerSettings;
import kcd.broker.config.ClientTrust;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.broker.engine.KeyRotation;
import kcd.broker.engine.ServiceAccountClient;
import kcd.broker.engine.Tgt;
import kcd.broker.identity.CertificateIdentities;
import kcd.broker.kdc.ClockAlarm;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.ticket.TgtKeeper;
import kcd.kerberos.exchange.RealmClock;
import kcd.pki.file.TrustLoad.Loaded;
import kcd.pki.file.TrustLoad.Unusable;
import kcd.pki.file.TrustLoader;
import kcd.pki.path.AlgorithmPolicy;
import kcd.service.FileWatch;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** What the broker does without being asked: renews its TGT, probes domain controllers, takes over changed files. */
@Singleton
public class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FILE_POLL = Duration.ofSeconds(5);

    private final BrokerSettings settings;
    private final TgtKeeper<Tgt> keeper;
    private final TcpKdc kdc;
    private final ServiceAccountClient account;
    private final RealmClock realmClock;
    private final CertificateIdentities identities;
    private final Clock clock;
    private final List<FileWatch> watches = new ArrayList<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("upkeep").factory());

    public Upkeep(
            BrokerSettings settings,
            TgtKeeper<Tgt> keeper,
            TcpKdc kdc,
            ServiceAccountClient account,
            RealmClock realmClock,
            CertificateIdentities identities,
            Clock clock) {
        this.settings = settings;
        this.keeper = keeper;
        this.kdc = kdc;
        this.account = account;
        this.realmClock = realmClock;
        this.identities = identities;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        new BrokerSegNames().inUse(ConfigProvider.getConfig()).forEach(LOG::info);
        ticker.execute(() -> survive(kdc::findControllers));
        every(TICK, keeper::tick);
        every(TICK, kdc::tick);
        every(TICK, new ClockAlarm(realmClock, settings.domains().keySet(), clock, LOG::warn)::tick);
        if (settings.serviceAccount().secret() instanceof Secret.Keytab(var file)) {
            var rotation = new KeyRotation(settings.serviceAccount(), account, keeper::keyChanged, clock);
            watches.add(new FileWatch(List.of(file), rotation::changed).start(FILE_POLL));
            every(TICK, rotation::tick);
        }
        List<Path> trust = settings.clientTrust().files().stream().map(Path::of).toList();
        watches.add(new FileWatch(trust, this::takeOverTrust).start(FILE_POLL));
    }

    void stop(@Observes ShutdownEvent event) {
        ticker.shutdownNow();
        watches.forEach(FileWatch::close);
    }

    private void takeOverTrust() {
        ClientTrust trust = settings.clientTrust();
        var loader = new TrustLoader(AlgorithmPolicy.DEFAULT, clock);
        switch (loader.load(String.join(",", trust.files()), trust.password().value())) {
            case Loaded(var anchors, var warnings) -> {
                identities.replace(anchors);
                LOG.infof("the client trust store changed: %s", anchors);
                warnings.forEach(warning -> LOG.warn(warning.message()));
            }
            case Unusable(var faults) ->
                faults.forEach(fault ->
                        LOG.errorf("the new client trust store is not used, the old one stays: %s", fault.message()));
        }
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
