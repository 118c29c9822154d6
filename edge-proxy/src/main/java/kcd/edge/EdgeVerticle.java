package kcd.edge;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.impl.VertxInternal;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import kcd.edge.config.EdgeSettings;
import kcd.edge.door.GuardedHttpServer;
import kcd.edge.observe.HandshakeFailure;
import kcd.edge.observe.RefusalLog;
import kcd.edge.proxy.EdgeLoop;
import kcd.edge.proxy.EdgeProxy;
import kcd.edge.proxy.LoopDrain;
import kcd.edge.proxy.VertxUpstreamConnector;
import kcd.edge.proxy.WatchedUpstreams;
import kcd.edge.ticket.BrokerClients;
import kcd.edge.ticket.NoTickets;
import kcd.edge.ticket.TicketClient;
import kcd.edge.tls.HotKeyCertOptions;
import kcd.edge.tls.StrictHttp1;
import kcd.edge.trace.NamedTrace;
import kcd.edge.trace.RecordedTraces;
import kcd.edge.trace.Traces;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One event loop's share of the edge: its own proxy, its own connection to the brokers, the common port.
final class EdgeVerticle extends AbstractVerticle {
    private static final Logger LOG = Logger.getLogger(EdgeVerticle.class);

    /// Spare upstream connections beyond one for each request under way: idle ones of other routes.
    private static final int SPARE_UPSTREAMS = 4;

    private final EdgeParts parts;
    private final RefusalLog refusals = new RefusalLog(LOG::info, System::nanoTime);
    private @Nullable HttpServer server;
    private @Nullable EdgeProxy proxy;

    EdgeVerticle(EdgeParts parts) {
        this.parts = parts;
    }

    @Override
    public void start(Promise<Void> started) {
        EdgeSettings settings = parts.settings();
        EdgeProxy serving = new EdgeLoop(
                        parts.gate(),
                        parts.routes(),
                        settings.clients().required(),
                        settings.kerberos(),
                        settings.limits().bodyBytes(),
                        settings.limits().streamsPerConnection() + SPARE_UPSTREAMS,
                        parts.certificates(),
                        parts.sources(),
                        new WatchedUpstreams(connector(settings), parts.health(), vertx),
                        parts.health(),
                        tickets(settings),
                        parts.locations(),
                        parts.events(),
                        System::nanoTime,
                        parts.clock(),
                        ThreadLocalRandom.current(),
                        traces())
                .proxy();
        proxy = serving;
        HttpServer listener = new GuardedHttpServer((VertxInternal) vertx, parts.server(), parts.door())
                .connectionHandler(connection -> {
                    StrictHttp1.enforce(connection, parts.server());
                    parts.metrics().handshake("OK");
                    serving.connected(connection);
                })
                .exceptionHandler(this::failedHandshake)
                .invalidRequestHandler(serving::handleInvalid)
                .requestHandler(serving::handle);
        server = listener;
        parts.reviews().add(() -> context.runOnContext(_ -> parts.cut().accept(serving.reviewConnections())));
        listener.listen().<Void>mapEmpty().onComplete(started);
    }

    /// The listener's port, once started; of interest where port 0 was asked for.
    int port() {
        HttpServer listener = server;
        return listener == null ? 0 : listener.actualPort();
    }

    /// Ends, in the time that is given for it: what is under way is finished, nothing new is begun.
    Future<Void> drain() {
        EdgeProxy ending = proxy;
        EdgeSettings.Drain settings = parts.settings().drain();
        Promise<Void> over = Promise.promise();
        if (ending == null) {
            over.complete();
        } else {
            context.runOnContext(_ -> new LoopDrain(
                            vertx,
                            ending,
                            parts.door()::shut,
                            settings.notice(),
                            settings.grace(),
                            settings.answerHeldPings())
                    .run()
                    .onComplete(over));
        }
        return over.future();
    }

    private void failedHandshake(Throwable failure) {
        String code = HandshakeFailure.code(failure);
        parts.metrics().handshake(code);
        LOG.debugf("handshake failed: %s", code);
        refusals.failed(failure);
    }

    private VertxUpstreamConnector connector(EdgeSettings settings) {
        return new VertxUpstreamConnector(
                vertx,
                settings.routes(),
                parts.upstreamTrust(),
                (int) settings.limits().idleTimeout().toSeconds(),
                settings.keepAlive().upstreams());
    }

    private Traces traces() {
        RandomGenerator random = ThreadLocalRandom.current();
        return parts.tracing()
                .<Traces>map(spans -> new RecordedTraces(spans.tracer()))
                .orElse((_, _) -> NamedTrace.start(random));
    }

    private TicketClient tickets(EdgeSettings settings) {
        return parts.mesh()
                .filter(_ -> settings.kerberos())
                .<TicketClient>map(mesh -> BrokerClients.connect(
                        vertx,
                        parts.brokers(),
                        new HotKeyCertOptions(mesh.key()),
                        mesh.trust(),
                        settings.brokerDeadline()))
                .orElseGet(NoTickets::new);
    }
}
