package kcd.preflight;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kcd.edge.route.RedirectHosts;
import kcd.edge.route.Route;
import kcd.kerberos.name.ServicePrincipalName;

/**
 * What the edge forwards.
 *
 * @param kerberos whether its requests carry tokens
 */
record Routes(List<Route> all, boolean kerberos) {
    Routes {
        all = List.copyOf(all);
    }

    /** Whom tickets are needed for, redirected users' hosts included where they are named; empty when none are. */
    Optional<List<ServicePrincipalName>> targets() {
        return kerberos
                ? Optional.of(all.stream()
                        .flatMap(route -> Stream.concat(Stream.of(route.home().spn()), elsewhere(route)))
                        .map(ServicePrincipalName::parse)
                        .distinct()
                        .toList())
                : Optional.empty();
    }

    /** A pattern stands for names that only the upstream knows. */
    private static Stream<String> elsewhere(Route route) {
        return route.redirects().rules().stream().map(RedirectHosts.Rule::spn).filter(spn -> !spn.contains("{"));
    }
}
