package kcd.edge.route;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The servers that a route's upstream may name in its stead, and the service each of them is:
/// `kcd.routes.NAME.redirect-hosts`.
///
/// A redirect decides for which service a ticket is minted and which host receives it, so it is followed to hosts an
/// administrator has listed and to no others.
///
/// @param rules the first that fits counts
public record RedirectHosts(List<Rule> rules) {
    public static final RedirectHosts NONE = new RedirectHosts(List.of());

    private static final String ANY_BELOW = "*.";
    private static final String HOST = "{host}";

    public RedirectHosts {
        rules = List.copyOf(rules);
    }

    /// One host, or all below a domain.
    ///
    /// @param host in lower case; `*.example.com` for every name that ends in `.example.com`
    /// @param port TCP port
    /// @param spn `HTTP/mail2.example.com`; in it `{host}` stands for the host that was named
    public record Rule(String host, int port, String spn) {
        public Rule {
            host = host.toLowerCase(Locale.ROOT);
        }

        private boolean fits(String named, int namedPort) {
            return namedPort == port
                    && (host.startsWith(ANY_BELOW)
                            ? named.endsWith(host.substring(1)) && named.length() >= host.length()
                            : named.equals(host));
        }
    }

    /// The target behind a host that an upstream named, if it is listed.
    public Optional<Target> target(Upstream named) {
        String host = named.host().toLowerCase(Locale.ROOT);
        return rules.stream()
                .filter(rule -> rule.fits(host, named.port()))
                .findFirst()
                .map(rule -> new Target(
                        List.of(new Upstream(host, named.port())), rule.spn().replace(HOST, host)));
    }
}
