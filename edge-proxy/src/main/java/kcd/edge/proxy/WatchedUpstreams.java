package kcd.edge.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import kcd.edge.proxy.UpstreamHealth.Server;
import kcd.edge.route.Route;
import kcd.edge.route.Upstream;
import org.jboss.logging.Logger;

/// Notes what becomes of each connection to an upstream, and probes those that are down, with connections that nobody's
/// request ever goes over.
public final class WatchedUpstreams implements UpstreamConnector {
    static final Duration FIRST_PROBE = Duration.ofSeconds(1);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(WatchedUpstreams.class);

    private final UpstreamConnector connector;
    private final UpstreamHealth health;
    private final Vertx vertx;

    public WatchedUpstreams(UpstreamConnector connector, UpstreamHealth health, Vertx vertx) {
        this.connector = connector;
        this.health = health;
        this.vertx = vertx;
    }

    @Override
    public Future<UpstreamConnection> connect(Route route, Upstream upstream) {
        Server server = new Server(route.name(), upstream);
        return connector.connect(route, upstream).onComplete(connected -> {
            if (connected.succeeded()) {
                reached(server);
            } else if (health.failed(server)) {
                LOG.warnf(
                        "route %s: %s takes no connections and is asked last: %s",
                        route.name(), upstream, connected.cause().getMessage());
                probe(route, server, FIRST_PROBE);
            }
        });
    }

    private void probe(Route route, Server server, Duration wait) {
        vertx.setTimer(wait.toMillis(), _ -> {
            if (!health.isDown(server)) {
                return;
            }
            connector.connect(route, server.upstream()).onComplete(connected -> {
                if (connected.succeeded()) {
                    connected.result().close();
                    reached(server);
                } else {
                    Duration longer = wait.multipliedBy(2);
                    probe(route, server, longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT);
                }
            });
        });
    }

    private void reached(Server server) {
        if (health.reached(server)) {
            LOG.infof("route %s: %s takes connections again", server.route(), server.upstream());
        }
    }
}
