package kcd.edge.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Where requests below one path go, and for which service their tickets are.
///
/// @param name the configuration's name for it, in logs and metrics
/// @param path prefix, beginning with a slash and ending without one (but for the root)
/// @param upstreams one array behind one service principal name
/// @param targetSpn `HTTP/host`
/// @param authorization when a request carries a token
/// @param methods those that pass
/// @param upstreamTrust PEM files of the upstream's CA; empty for the platform's
public record Route(
        String name,
        String path,
        List<Upstream> upstreams,
        String targetSpn,
        Authorization authorization,
        Set<String> methods,
        List<Path> upstreamTrust) {
    public Route {
        upstreams = List.copyOf(upstreams);
        methods = Set.copyOf(methods);
        upstreamTrust = List.copyOf(upstreamTrust);
    }
}
