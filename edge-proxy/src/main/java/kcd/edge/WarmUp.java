package kcd.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kcd.edge.config.EdgeSettings;
import kcd.edge.config.EdgeSettings.Endpoint;
import kcd.edge.door.Door;
import kcd.edge.door.HandshakeSlots;
import kcd.edge.door.Lobby;
import kcd.edge.observe.AccessLog;
import kcd.edge.observe.EdgeMetrics;
import kcd.edge.observe.Observer;
import kcd.edge.proxy.ConnectionCensus;
import kcd.edge.proxy.MailboxLocations;
import kcd.edge.proxy.UpstreamHealth;
import kcd.edge.route.Authorization;
import kcd.edge.route.RedirectHosts;
import kcd.edge.route.Route;
import kcd.edge.route.RouteTable;
import kcd.edge.route.Target;
import kcd.edge.route.Upstream;
import kcd.edge.ticket.BrokerDirectory;
import kcd.edge.tls.ClientGate;
import kcd.edge.tls.SessionTickets;
import kcd.edge.tls.TlsFront;
import kcd.edge.warmup.LoopbackDevices;
import kcd.edge.warmup.LoopbackDevices.Habit;
import kcd.edge.warmup.LoopbackServers;
import kcd.edge.warmup.Settled;
import kcd.edge.warmup.ThrowawayCa;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.NamedKeyManager;
import kcd.pki.trust.PeerCheck;
import org.jboss.logging.Logger;

/// Has an edge serve this process' own devices until its code is compiled, so that the first real ones, who may come
/// all at once, do not meet an interpreter.
///
/// It is the edge itself, on the loopback, with other settings: throw-away certificates, an upstream and a broker in
/// this process, metrics and access lines that nobody reads. Nothing real is touched, and nothing of it stays.
final class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long STEP_SECONDS = 10;
    private static final long FORGET_MILLIS = 50;
    private static final int MANY = 1000;
    private static final String AUTO = "/auto";
    private static final String ALWAYS = "/always";

    private final Vertx vertx;
    private final EdgeSettings settings;
    private final Clock clock;
    private final List<Supplier<Future<?>>> atEnd = new ArrayList<>();

    /// @param settings of the edge that is to serve
    WarmUp(Vertx vertx, EdgeSettings settings, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
    }

    /// Returns when the compiler rests, the time is up or something went wrong, which is no reason not to serve.
    ///
    /// @param unwanted whether to end at once
    /// @return how many requests of its own it answered
    long run(BooleanSupplier unwanted) {
        long began = System.nanoTime();
        try {
            LoopbackDevices devices = devices();
            await(began, unwanted);
            LOG.infof(
                    "warmed up in %.1f s by %d requests of its own, %d of them in vain",
                    (System.nanoTime() - began) / 1e9, devices.answered() + devices.failed(), devices.failed());
            return devices.answered();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (GeneralSecurityException | IOException | ExecutionException | TimeoutException e) {
            LOG.warnf(e, "goes on without having warmed up");
        } finally {
            end();
        }
        return 0;
    }

    /// Devices first, so that nobody is refused and told of in the log.
    private void end() {
        try {
            for (Supplier<Future<?>> last : atEnd.reversed()) {
                finish(last.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "the warm-up did not end in order");
        }
    }

    private void await(long began, BooleanSupplier unwanted) throws InterruptedException {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        Settled settled = new Settled();
        boolean done = compiler == null;
        while (!done
                && !unwanted.getAsBoolean()
                && System.nanoTime() - began < settings.warmUp().toNanos()) {
            Thread.sleep(LOOK);
            done = settled.look(compiler.getTotalCompilationTime(), LOOK);
        }
    }

    private LoopbackDevices devices()
            throws GeneralSecurityException, IOException, ExecutionException, InterruptedException, TimeoutException {
        ThrowawayCa ca = new ThrowawayCa(clock);
        LoopbackServers servers = new LoopbackServers(vertx, ca);
        atEnd.add(servers::stop);
        finish(servers.start());
        EdgeVerticle loop = new EdgeVerticle(parts(ca, servers));
        String deployment = finish(vertx.deployVerticle(loop));
        atEnd.add(() -> vertx.undeploy(deployment));
        LoopbackDevices devices = new LoopbackDevices(vertx, ca, loop.port());
        atEnd.add(devices::stop);
        devices.start(8, Habit.STAYS, AUTO);
        devices.start(4, Habit.STAYS, ALWAYS);
        devices.start(2, Habit.MULTIPLEXES, AUTO);
        devices.start(2, Habit.RECONNECTS, AUTO);
        devices.start(2, Habit.RESUMES, AUTO);
        devices.start(1, Habit.STAYS, AUTO + "?" + LoopbackServers.LONG);
        return devices;
    }

    private EdgeParts parts(ThrowawayCa ca, LoopbackServers servers) throws GeneralSecurityException, IOException {
        EdgeSettings own = rehearsal(servers);
        HotTrustManager trust = new HotTrustManager(
                ca.anchors(),
                settings.clients().policy(),
                PeerCheck.NONE,
                settings.clients().announced(),
                clock);
        // What was verified once is remembered; in a storm after a start nothing is.
        long forget = vertx.setPeriodic(FORGET_MILLIS, _ -> trust.replace(ca.anchors()));
        atEnd.add(() -> Future.succeededFuture(vertx.cancelTimer(forget)));
        TrustOptions upstreamTrust = ca.trust();
        EdgeMetrics metrics = new EdgeMetrics(new SimpleMeterRegistry());
        return new EdgeParts(
                own,
                Listener.options(
                        own,
                        TlsFront.options(
                                new NamedKeyManager(List.of(ca.somebody("edge"))),
                                trust,
                                new SessionTickets(Optional.empty()),
                                settings.clients().required())),
                new Door(
                        new Lobby(MANY, MANY * 1024),
                        new HandshakeSlots(MANY, MANY),
                        List.of(),
                        settings.limits().handshakeTimeout(),
                        settings.keepAlive().devices(),
                        _ -> {}),
                new ClientGate(trust, PeerCheck.NONE, clock),
                clock,
                new RouteTable(own.routes()),
                new ConnectionCensus(ConnectionCensus.UNBOUNDED),
                new ConnectionCensus(ConnectionCensus.UNBOUNDED),
                new UpstreamHealth(own.routes()),
                new MailboxLocations(System::nanoTime),
                metrics,
                new Observer(metrics, new AccessLog(System::nanoTime).unwritten()),
                new BrokerDirectory(own.brokers()),
                Optional.of(new EdgeParts.Mesh(ca.somebody("edge"), ca.trust())),
                own.routes().stream().collect(Collectors.toMap(Route::name, _ -> upstreamTrust)),
                Optional.empty(),
                _ -> {},
                new CopyOnWriteArrayList<>());
    }

    /// The edge's own settings, but for who is at its ends.
    private EdgeSettings rehearsal(LoopbackServers servers) {
        return new EdgeSettings(
                new Endpoint(ThrowawayCa.HOST, 0),
                settings.tls(),
                List.of(),
                settings.clients(),
                settings.kerberos(),
                List.of(
                        route(AUTO, Authorization.AUTO, servers.upstreamPort()),
                        route(ALWAYS, Authorization.ALWAYS, servers.upstreamPort())),
                settings.kerberos() ? List.of(new Endpoint(ThrowawayCa.HOST, servers.brokerPort())) : List.of(),
                settings.brokerDeadline(),
                Optional.empty(),
                settings.mtls(),
                settings.limits(),
                settings.front(),
                settings.drain(),
                settings.keepAlive(),
                Optional.empty(),
                settings.warmUp());
    }

    private static Route route(String path, Authorization authorization, int port) {
        return new Route(
                path.substring(1),
                path,
                new Target(List.of(new Upstream(ThrowawayCa.HOST, port)), "HTTP/warm.up"),
                authorization,
                Set.of("POST"),
                List.of(),
                false,
                RedirectHosts.NONE);
    }

    private static <T> T finish(Future<T> step) throws ExecutionException, InterruptedException, TimeoutException {
        return step.toCompletionStage().toCompletableFuture().get(STEP_SECONDS, TimeUnit.SECONDS);
    }
}
