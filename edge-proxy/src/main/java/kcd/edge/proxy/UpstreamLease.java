package kcd.edge.proxy;

/// The use of one owned upstream connection for one exchange. It ends once: given back whole, or abandoned.
final class UpstreamLease {
    private final OwnedUpstreams owner;
    private final OwnedUpstreams.Place place;
    private final UpstreamConnection connection;
    private final boolean reused;
    private boolean ended;

    UpstreamLease(OwnedUpstreams owner, OwnedUpstreams.Place place, UpstreamConnection connection, boolean reused) {
        this.owner = owner;
        this.place = place;
        this.connection = connection;
        this.reused = reused;
    }

    UpstreamConnection connection() {
        return connection;
    }

    /// Whether this device's connections include it.
    boolean isOwnedBy(OwnedUpstreams device) {
        return owner == device;
    }

    /// Whether an exchange went over it before, so that the upstream may have closed it unseen.
    boolean isReused() {
        return reused;
    }

    /// The exchange is complete on both sides, or never began: the connection may carry the device's next one.
    void giveBack() {
        if (!ended) {
            ended = true;
            owner.giveBack(place, connection);
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
