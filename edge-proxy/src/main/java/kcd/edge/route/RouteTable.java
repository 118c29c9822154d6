package kcd.edge.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request: the longest configured prefix that ends at a segment boundary.
public final class RouteTable {
    private final List<Route> longestFirst;

    public RouteTable(List<Route> routes) {
        longestFirst = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.path().length())
                        .reversed())
                .toList();
    }

    /// Pure, and the same for every device.
    public RouteMatch match(String method, @Nullable String requestTarget) {
        Optional<RequestPath> path = RequestPath.of(requestTarget);
        if (path.isEmpty()) {
            return new RouteMatch.MalformedTarget();
        }
        for (Route route : longestFirst) {
            if (path.get().isUnder(route.path())) {
                return route.methods().contains(method)
                        ? new RouteMatch.Matched(route)
                        : new RouteMatch.MethodRefused(route, route.methods());
            }
        }
        return new RouteMatch.NoRoute();
    }

    /// All routes.
    public List<Route> routes() {
        return longestFirst;
    }
}
