package kcd.preflight;

import java.util.List;
import java.util.Optional;
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

    /** Whom tickets are needed for; empty when none are. */
    Optional<List<ServicePrincipalName>> targets() {
        return kerberos
                ? Optional.of(all.stream()
                        .map(route -> ServicePrincipalName.parse(route.targetSpn()))
                        .distinct()
                        .toList())
                : Optional.empty();
    }
}
