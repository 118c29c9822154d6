package kcd.edge.proxy;

import kcd.edge.route.Route;

/// The use of one owned upstream connection for one exchange. It ends once: given back whole, or abandoned.
final class UpstreamLease {
    private final OwnedUpstreams owner;
    private final Route route;
    private final UpstreamConnection connection;
    private final boolean reused;
    private boolean ended;

    UpstreamLease(OwnedUpstreams owner, Route route, UpstreamConnection connection, boolean reused) {
        this.owner = owner;
        this.route = route;
        this.connection = connection;
        this.reused = reused;
    }

    UpstreamConnection connection() {
        return connection;
    }

    /// Whether an exchange went over it before, so that the upstream may have closed it unseen.
    boolean isReused() {
        return reused;
    }

    /// The exchange is complete on both sides, or never began: the connection may carry the device's next one.
    void giveBack() {
        if (!ended) {
            ended = true;
            owner.giveBack(route, connection);
        }
    }

    /// Something is left over or unknown: the connection carries nothing any more.
    void abandon() {
        if (!ended) {
            ended = true;
            connection.close();
        }
    }
}
