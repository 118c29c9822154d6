package kcd.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import kcd.edge.config.EdgeSettings;
import kcd.edge.observe.AccessLog;
import kcd.edge.observe.EdgeMetrics;
import kcd.edge.proxy.ConnectionCensus;
import kcd.edge.route.RouteTable;
import kcd.edge.tls.ClientGate;
import kcd.edge.tls.TlsFront;
import kcd.pki.file.KeyLoad;
import kcd.pki.file.PemKeys;
import kcd.pki.trust.HotKeyManager;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.PeerCheck;
import kcd.service.FileWatch;
import kcd.service.MtlsSettings;

/// The running edge: the one place that builds its objects.
public final class Edge {
    private static final Duration FILE_POLL = Duration.ofSeconds(5);

    private final EdgeParts parts;
    private final List<EdgeVerticle> loops = new ArrayList<>();
    private final List<FileWatch> watches = new ArrayList<>();

    private Edge(EdgeParts parts) {
        this.parts = parts;
    }

    /// Builds an edge that does not listen yet.
    ///
    /// @param revocation asked about every certificate, at the handshake and before each request
    public static Edge of(EdgeSettings settings, PeerCheck revocation, Clock clock, MeterRegistry registry) {
        HotKeyManager serverKey = new HotKeyManager(settings.tls().material());
        HotTrustManager trust = new HotTrustManager(
                settings.clients().anchors(),
                settings.clients().policy(),
                revocation,
                settings.clients().announced(),
                clock);
        EdgeMetrics metrics = new EdgeMetrics(registry);
        AccessLog log = new AccessLog(System::nanoTime);
        List<Runnable> reviews = new CopyOnWriteArrayList<>();
        Optional<HotKeyManager> mtlsKey = settings.mtls().map(mtls -> own(mtls, clock));
        EdgeParts parts = new EdgeParts(
                settings,
                TlsFront.options(settings, serverKey, trust),
                new ClientGate(trust, revocation, clock),
                new RouteTable(settings.routes()),
                new ConnectionCensus(settings.limits().connectionsPerCertificate()),
                metrics,
                record -> {
                    metrics.accept(record);
                    log.accept(record);
                },
                mtlsKey.orElse(null),
                reviews);
        Edge edge = new Edge(parts);
        HotFiles files = new HotFiles(settings, clock, reviews);
        edge.watches.add(files.watchServerKey(serverKey, FILE_POLL));
        edge.watches.add(files.watchClientTrust(trust, FILE_POLL));
        mtlsKey.ifPresent(key -> edge.watches.add(files.watchMtlsKey(key, FILE_POLL)));
        return edge;
    }

    private static HotKeyManager own(MtlsSettings mtls, Clock clock) {
        return switch (new PemKeys(clock).load(mtls.certificate(), mtls.privateKey())) {
            case KeyLoad.Loaded(var material) -> new HotKeyManager(material);
            case KeyLoad.Unusable(var faults) ->
                throw new IllegalStateException("kcd.mtls changed since it was checked: " + faults);
        };
    }

    /// Listens, on as many event loops as asked for.
    public Future<Void> start(Vertx vertx, int eventLoops) {
        return vertx.deployVerticle(this::newLoop, new DeploymentOptions().setInstances(eventLoops))
                .mapEmpty();
    }

    private synchronized EdgeVerticle newLoop() {
        EdgeVerticle loop = new EdgeVerticle(parts);
        loops.add(loop);
        return loop;
    }

    /// Where it listens, once started.
    public synchronized int port() {
        return loops.isEmpty() ? 0 : loops.getFirst().port();
    }

    /// Trust or revocation has changed: every open connection is judged anew.
    public void review() {
        parts.reviews().forEach(Runnable::run);
    }

    /// Stops watching files; the listeners end with Vert.x.
    public void stop() {
        watches.forEach(FileWatch::close);
    }
}
