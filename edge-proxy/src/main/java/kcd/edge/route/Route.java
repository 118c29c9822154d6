package kcd.edge.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Where requests below one path go, and for which service their tickets are.
///
/// @param name the configuration's name for it, in logs and metrics
/// @param path prefix, beginning with a slash and ending without one (but for the root)
/// @param home the servers there, and the service they are
/// @param authorization when a request carries a token
/// @param methods those that pass
/// @param upstreamTrust PEM files of the upstream's CA; empty for the platform's
/// @param mutualAuthentication whether the upstream has to prove who it is, beyond its TLS certificate
/// @param redirects where else the upstream may send its users
public record Route(
        String name,
        String path,
        Target home,
        Authorization authorization,
        Set<String> methods,
        List<Path> upstreamTrust,
        boolean mutualAuthentication,
        RedirectHosts redirects) {
    public Route {
        methods = Set.copyOf(methods);
        upstreamTrust = List.copyOf(upstreamTrust);
    }
}
