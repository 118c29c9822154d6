package kcd.edge.route;

import java.util.Set;

/// What the route table says about a request.
public sealed interface RouteMatch {
    /// Forward it there.
    record Matched(Route route) implements RouteMatch {}

    /// No route covers this path.
    record NoRoute() implements RouteMatch {}

    /// The route does not let this method through.
    record MethodRefused(Route route, Set<String> allowed) implements RouteMatch {
        public MethodRefused {
            allowed = Set.copyOf(allowed);
        }
    }

    /// The target is not a path that everyone on the way reads alike.
    record MalformedTarget() implements RouteMatch {}
}
