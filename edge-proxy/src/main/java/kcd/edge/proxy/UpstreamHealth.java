package kcd.edge.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kcd.edge.route.Route;
import kcd.edge.route.Upstream;

/// Which servers of the routes' arrays take connections just now: what one device's connection has found out, the
/// next one need not. Shared by all event loops.
///
/// ```
/// up ─► a connection fails ─► down: asked last, and probed ─► a connection stands ─► up
/// ```
/// A server that is down is still asked when no other is left, so that a wrong verdict costs time and no request.
public final class UpstreamHealth {
    private final Set<Server> watched = new HashSet<>();
    private final Set<Server> down = ConcurrentHashMap.newKeySet();

    /// A server as one route sees it, which may have trust of its own.
    public record Server(String route, Upstream upstream) {}

    public UpstreamHealth(List<Route> routes) {
        for (Route route : routes) {
            route.home().upstreams().forEach(upstream -> watched.add(new Server(route.name(), upstream)));
        }
    }

    /// All that are watched: the arrays of the routes. Servers that upstreams name in redirects are not.
    public Set<Server> servers() {
        return Set.copyOf(watched);
    }

    public boolean isDown(Server server) {
        return down.contains(server);
    }

    /// The array in the order in which to try it: this device's own server first, those that are down last.
    List<Upstream> inOrder(Route route, List<Upstream> array, int preference) {
        int servers = array.size();
        if (servers == 1) {
            return array;
        }
        List<Upstream> order = new ArrayList<>(servers);
        List<Upstream> last = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            Upstream upstream = array.get(Math.floorMod(preference + i, servers));
            (isDown(new Server(route.name(), upstream)) ? last : order).add(upstream);
        }
        order.addAll(last);
        return order;
    }

    /// Whether that is news: whoever hears it has to probe the server until it is up.
    boolean failed(Server server) {
        return watched.contains(server) && down.add(server);
    }

    /// Whether that is news.
    boolean reached(Server server) {
        return !down.isEmpty() && down.remove(server);
    }
}
