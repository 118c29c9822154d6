package kcd.edge.proxy;

import io.vertx.core.Future;
import kcd.edge.route.Route;
import kcd.edge.route.Upstream;

/// Opens connections to upstreams. Each call makes a new one, which belongs to the caller alone.
public interface UpstreamConnector {
    /// On the caller's event loop. Fails when the upstream does not accept, or is not who it should be.
    Future<UpstreamConnection> connect(Route route, Upstream upstream);
}
