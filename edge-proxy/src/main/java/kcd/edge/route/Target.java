package kcd.edge.route;

import java.util.List;

/// Where a request goes in the end, and for which service its ticket is: a route's own array, or the server that a
/// mailbox has moved to.
///
/// @param upstreams one array behind one service principal name
/// @param spn `HTTP/host`
public record Target(List<Upstream> upstreams, String spn) {
    public Target {
        upstreams = List.copyOf(upstreams);
    }
}
