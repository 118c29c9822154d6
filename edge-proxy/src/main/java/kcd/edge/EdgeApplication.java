package kcd.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kcd.edge.config.EdgeConfig;
import kcd.edge.config.EdgeSegNames;
import kcd.edge.config.EdgeSettings;
import kcd.edge.config.SettingsCheck;
import kcd.service.MtlsConfig;
import kcd.service.StartupFaults;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs the edge inside Quarkus, which gives it Vert.x, the management interface, metrics and shutdown.
@ApplicationScoped
class EdgeApplication {
    private static final Logger LOG = Logger.getLogger(EdgeApplication.class);
    private static final long START_SECONDS = 30;

    private final EdgeConfig config;
    private final MtlsConfig mtls;
    private final Vertx vertx;
    private final MeterRegistry registry;
    private volatile @Nullable Edge edge;
    private volatile boolean ending;

    EdgeApplication(EdgeConfig config, MtlsConfig mtls, Vertx vertx, MeterRegistry registry) {
        this.config = config;
        this.mtls = mtls;
        this.vertx = vertx;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) throws Exception {
        new EdgeSegNames().inUse(ConfigProvider.getConfig()).forEach(LOG::info);
        Clock clock = Clock.systemUTC();
        StartupFaults faults = new StartupFaults();
        SettingsCheck check = new SettingsCheck(faults, clock);
        EdgeSettings settings = check.check(config, mtls).orElseThrow(() -> {
            faults.requireNone();
            return new IllegalStateException("no settings and no fault");
        });
        Edge starting = Edge.of(settings, clock, registry);
        if (settings.warmUp().isZero()) {
            serve(starting, settings);
        } else {
            Thread.ofVirtual().name("warm-up").start(() -> warmUpAndServe(starting, settings, clock));
        }
    }

    /// Beside the start, so that health probes are answered meanwhile: alive, not ready.
    private void warmUpAndServe(Edge starting, EdgeSettings settings, Clock clock) {
        new WarmUp(vertx, settings, clock).run(() -> ending);
        if (ending) {
            return;
        }
        try {
            serve(starting, settings);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.fatalf(e, "edge-proxy cannot listen on %s", settings.listen());
            Quarkus.asyncExit(1);
        }
    }

    private void serve(Edge starting, EdgeSettings settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        int loops = Runtime.getRuntime().availableProcessors();
        starting.start(vertx, loops).toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        edge = starting;
        LOG.infof(
                "edge-proxy listens on %s:%d, %d event loops, %d routes, Kerberos %s, clients by %s",
                settings.listen().host(),
                starting.port(),
                loops,
                settings.routes().size(),
                settings.kerberos() ? "on" : "off",
                settings.clients().anchors());
    }

    /// Holds the shutdown up until devices are served, or the time for it is over; the management interface answers
    /// meanwhile, and says "not ready". When [ShutdownEvent] comes it is closed already.
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        ending = true;
        Edge running = edge;
        if (running != null) {
            drain(running);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        ending = true;
        Edge running = edge;
        if (running != null) {
            running.stop();
        }
    }

    private static void drain(Edge running) {
        LOG.info("edge-proxy drains: not ready, finishes what is under way");
        try {
            running.drain().toCompletionStage().toCompletableFuture().get();
            LOG.info("edge-proxy has drained");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.errorf(e.getCause(), "edge-proxy did not drain in order");
        }
    }

    /// Whether devices can connect and be judged.
    boolean isReady() {
        Edge running = edge;
        return running != null && running.isReady();
    }
}
