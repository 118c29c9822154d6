package kcd.edge.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import kcd.edge.route.Route;
import kcd.edge.route.Target;
import kcd.edge.route.Upstream;

/// The upstream connections of one downstream connection: nobody else can reach them, and they end with it.
///
/// This is what keeps two identities apart at upstreams that authenticate connections. An HTTP/1.1 device owns one
/// per route; one that multiplexes with HTTP/2 owns as many as it has requests under way, up to a bound.
/// Confined to the downstream connection's event loop.
final class OwnedUpstreams {
    /// Below the two minutes after which IIS closes an idle connection: a request sent into that moment would be lost.
    static final long MAX_REST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final UpstreamConnector connector;
    private final UpstreamHealth health;
    private final int preference;
    private final int most;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final Map<Place, Deque<UpstreamConnection>> idle = new HashMap<>();
    private final Set<UpstreamConnection> all = new HashSet<>();
    private int connecting;
    private boolean closed;

    /// @param preference which of a route's upstreams to try first; the same for the same device, so that it finds
    ///     the server again that has its session
    /// @param most how many at a time; as many as the device may have requests under way
    /// @param clock tickets end by
    OwnedUpstreams(
            UpstreamConnector connector,
            UpstreamHealth health,
            int preference,
            int most,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.connector = connector;
        this.health = health;
        this.preference = preference;
        this.most = most;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /// What idle connections are kept by: a route may have trust of its own.
    record Place(String route, Target target) {}

    /// A connection for one exchange: an idle one of this device, or a new one.
    Future<UpstreamLease> lease(Route route, Target target) {
        Place place = new Place(route.name(), target);
        Deque<UpstreamConnection> waiting = idle.get(place);
        while (waiting != null && !waiting.isEmpty()) {
            UpstreamConnection connection = waiting.pop();
            if (isOfUse(connection)) {
                return Future.succeededFuture(new UpstreamLease(this, place, connection, true));
            }
            connection.close();
        }
        if (closed) {
            return Future.failedFuture("the device is gone");
        }
        if (all.size() + connecting >= most && !evictIdle()) {
            return Future.failedFuture(new TooManyUpstreamsException(most));
        }
        return open(route, place);
    }

    private boolean isOfUse(UpstreamConnection connection) {
        return connection.isOpen()
                && connection.restedSince() > nanoTime.getAsLong() - MAX_REST_NANOS
                && !connection.hasOutlivedItsToken(clock.instant());
    }

    private Future<UpstreamLease> open(Route route, Place place) {
        connecting++;
        Promise<UpstreamLease> leased = Promise.promise();
        List<Upstream> array = health.inOrder(route, place.target().upstreams(), preference);
        tryConnect(route, place, array, 0, leased);
        leased.future().onComplete(_ -> connecting--);
        return leased.future();
    }

    /// The array's servers in turn.
    private void tryConnect(Route route, Place place, List<Upstream> array, int tried, Promise<UpstreamLease> leased) {
        connector.connect(route, array.get(tried)).onComplete(connected -> {
            if (connected.succeeded()) {
                leased.handle(own(place, connected.result()));
            } else if (tried + 1 < array.size() && !closed) {
                tryConnect(route, place, array, tried + 1, leased);
            } else {
                leased.fail(connected.cause());
            }
        });
    }

    private Future<UpstreamLease> own(Place place, UpstreamConnection connection) {
        if (closed) {
            connection.close();
            return Future.failedFuture("the device is gone");
        }
        all.add(connection);
        connection.whenClosed(() -> forget(place, connection));
        return Future.succeededFuture(new UpstreamLease(this, place, connection, false));
    }

    void giveBack(Place place, UpstreamConnection connection) {
        if (closed || !connection.isOpen()) {
            connection.close();
        } else {
            connection.restsSince(nanoTime.getAsLong());
            idle.computeIfAbsent(place, _ -> new ArrayDeque<>(1)).push(connection);
        }
    }

    private void forget(Place place, UpstreamConnection connection) {
        all.remove(connection);
        Deque<UpstreamConnection> waiting = idle.get(place);
        if (waiting != null) {
            waiting.remove(connection);
        }
    }

    private boolean evictIdle() {
        for (Iterator<Deque<UpstreamConnection>> each = idle.values().iterator(); each.hasNext(); ) {
            UpstreamConnection oldest = each.next().pollLast();
            if (oldest != null) {
                all.remove(oldest);
                oldest.close();
                return true;
            }
        }
        return false;
    }

    /// The device is gone: so are its connections, whatever they are doing.
    void close() {
        closed = true;
        idle.clear();
        Set.copyOf(all).forEach(UpstreamConnection::close);
        all.clear();
    }

    /// The device has as many connections as it may.
    static final class TooManyUpstreamsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyUpstreamsException(int most) {
            super("more than " + most + " upstream connections", null, false, false);
        }
    }
}
