package kcd.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import kcd.edge.config.EdgeSettings;
import kcd.edge.door.Door;
import kcd.edge.door.HandshakeSlots;
import kcd.edge.door.Lobby;
import kcd.edge.observe.AccessLog;
import kcd.edge.observe.EdgeMetrics;
import kcd.edge.observe.Observer;
import kcd.edge.proxy.ConnectionCensus;
import kcd.edge.proxy.MailboxLocations;
import kcd.edge.proxy.UpstreamHealth;
import kcd.edge.route.Route;
import kcd.edge.route.RouteTable;
import kcd.edge.ticket.BrokerDirectory;
import kcd.edge.tls.ClientGate;
import kcd.edge.tls.SessionTickets;
import kcd.edge.tls.TicketKeyFiles;
import kcd.edge.tls.TicketKeys;
import kcd.edge.tls.TlsFront;
import kcd.pki.file.KeyLoad;
import kcd.pki.file.PemKeys;
import kcd.pki.trust.HotKeyManager;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.NamedKeyManager;
import kcd.pki.trust.PeerCheck;
import kcd.service.HotPeerTrust;
import kcd.service.MtlsSettings;
import kcd.service.tracing.Tracing;
import kcd.service.trust.ClientTrustWatch;

/// The running edge: the one place that builds its objects.
public final class Edge {
    private static final Duration FILE_POLL = Duration.ofSeconds(5);
    private static final String MTLS_TRUST = "kcd.mtls.trust-store";

    /// Connections that have not said their ClientHello: some kilobytes and a descriptor each. To push out a
    /// device that needs half a second to say it, 30 000 connections a second have to come in.
    private static final int MAX_SILENT = 16_384;

    /// What all of these may have said of it.
    private static final int MAX_SAID = 32 * 1024 * 1024;

    private final EdgeParts parts;
    private final Optional<Revocation> revocation;
    private final List<EdgeVerticle> loops = new ArrayList<>();
    private final List<Runnable> atStop = new ArrayList<>();

    private volatile boolean draining;

    private Edge(EdgeParts parts, Optional<Revocation> revocation) {
        this.parts = parts;
        this.revocation = revocation;
    }

    /// Builds an edge that does not listen yet.
    public static Edge of(EdgeSettings settings, Clock clock, MeterRegistry registry) {
        Optional<HotKeyManager> mtlsKey = settings.mtls().map(mtls -> own(mtls, clock));
        Optional<HotPeerTrust> mtlsTrust =
                settings.mtls().map(mtls -> HotPeerTrust.checked(MTLS_TRUST, List.of(mtls.trustStore())));
        Optional<Revocation> revocation = settings.revocation()
                .map(lists ->
                        Revocation.connect(lists, mtlsKey.orElseThrow(), mtlsTrust.orElseThrow(), clock, registry));
        Map<Route, HotPeerTrust> upstreamTrust = upstreamTrust(settings.routes());
        Map<EdgeSettings.Server, HotKeyManager> serverKeys = new LinkedHashMap<>();
        serverKeys.put(settings.tls(), new HotKeyManager(settings.tls().material()));
        settings.furtherTls().forEach(server -> serverKeys.put(server, new HotKeyManager(server.material())));
        HotTrustManager trust = new HotTrustManager(
                settings.clients().anchors(),
                settings.clients().policy(),
                revocation.map(r -> r.gate().atHandshake()).orElse(PeerCheck.NONE),
                settings.clients().announced(),
                clock);
        SessionTickets tickets =
                new SessionTickets(settings.front().ticketKeys().map(Edge::keys));
        EdgeMetrics metrics = new EdgeMetrics(registry);
        ConnectionCensus census = new ConnectionCensus(settings.limits().connectionsPerCertificate());
        metrics.connections(census::open);
        UpstreamHealth health = new UpstreamHealth(settings.routes());
        metrics.watch(health);
        AccessLog log = new AccessLog(System::nanoTime);
        List<Runnable> reviews = new CopyOnWriteArrayList<>();
        PeerCheck revoked = revocation.map(r -> (PeerCheck) r.gate()).orElse(PeerCheck.NONE);
        Optional<Tracing> tracing = settings.tracing().map(to -> Tracing.to(to, "edge-proxy"));
        EdgeParts parts = new EdgeParts(
                settings,
                Listener.options(
                        settings,
                        TlsFront.options(
                                new NamedKeyManager(List.copyOf(serverKeys.values())),
                                trust,
                                tickets,
                                settings.clients().required())),
                door(settings, metrics),
                new ClientGate(trust, revoked, clock),
                clock,
                new RouteTable(settings.routes()),
                census,
                new ConnectionCensus(settings.limits().connectionsPerSource()),
                health,
                new MailboxLocations(System::nanoTime),
                metrics,
                new Observer(metrics, log),
                new BrokerDirectory(settings.brokers()),
                mtlsKey.map(key -> new EdgeParts.Mesh(key, TrustOptions.wrap(mtlsTrust.orElseThrow()))),
                upstreamTrust.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().name(), entry -> TrustOptions.wrap(entry.getValue()))),
                tracing,
                count -> revocation.ifPresent(lists -> lists.cut(count)),
                reviews);
        Edge edge = new Edge(parts, revocation);
        HotFiles files = new HotFiles(settings, clock, reviews);
        ClientTrustWatch trustWatch = files.watchClientTrust(trust, FILE_POLL);
        metrics.watch(trustWatch);
        edge.atStop.add(trustWatch::close);
        serverKeys.forEach((server, key) -> edge.atStop.add(files.watchServerKey(server, key, FILE_POLL)::close));
        settings.front()
                .ticketKeys()
                .ifPresent(keys -> edge.atStop.add(files.watchTicketKeys(keys, tickets, FILE_POLL)::close));
        mtlsKey.ifPresent(key -> edge.atStop.add(files.watchMtlsKey(key, FILE_POLL)::close));
        mtlsTrust.ifPresent(peers -> edge.atStop.add(peers.watch(MTLS_TRUST, FILE_POLL)::close));
        upstreamTrust.forEach((route, peers) -> edge.atStop.add(peers.watch(trustKey(route), FILE_POLL)::close));
        return edge;
    }

    private static Map<Route, HotPeerTrust> upstreamTrust(List<Route> routes) {
        return routes.stream()
                .filter(route -> !route.upstreamTrust().isEmpty())
                .collect(Collectors.toMap(
                        route -> route, route -> HotPeerTrust.checked(trustKey(route), route.upstreamTrust())));
    }

    private static String trustKey(Route route) {
        return "kcd.routes." + route.name() + ".upstream-trust-store";
    }

    private static Door door(EdgeSettings settings, EdgeMetrics metrics) {
        EdgeSettings.Front front = settings.front();
        return new Door(
                new Lobby(MAX_SILENT, MAX_SAID),
                new HandshakeSlots(front.handshakes(), front.handshakesPerSource()),
                front.loadBalancers(),
                shorter(settings.limits().handshakeTimeout(), Door.LONGEST_SILENCE),
                settings.keepAlive().devices(),
                turned -> metrics.handshake(turned.name()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static TicketKeys keys(TicketKeyFiles files) {
        return switch (files.load()) {
            case TicketKeyFiles.Load.Loaded(var keys) -> keys;
            case TicketKeyFiles.Load.Unusable(var faults) ->
                throw new IllegalStateException("kcd.tls.session-ticket-keys changed since it was checked: " + faults);
        };
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
        if (!parts.settings().brokers().isEmpty()) {
            parts.brokers().start();
        }
        return vertx.deployVerticle(this::newLoop, new DeploymentOptions().setInstances(eventLoops))
                .onSuccess(_ -> revocation.ifPresent(lists -> lists.start(this::review)))
                .mapEmpty();
    }

    /// Whether devices can be judged and served.
    public boolean isReady() {
        return !draining && revocation.map(Revocation::isReady).orElse(true);
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

    /// Ends, in the time that is given for it; completes when the process may go. Not ready from now on.
    public Future<Void> drain() {
        draining = true;
        List<EdgeVerticle> ending;
        synchronized (this) {
            ending = List.copyOf(loops);
        }
        return Future.join(ending.stream().map(EdgeVerticle::drain).toList()).mapEmpty();
    }

    /// Stops watching files and lists; the listeners end with Vert.x.
    public void stop() {
        atStop.forEach(Runnable::run);
        parts.brokers().close();
        parts.tracing().ifPresent(Tracing::close);
        revocation.ifPresent(Revocation::close);
    }
}
