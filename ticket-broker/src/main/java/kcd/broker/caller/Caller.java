package kcd.broker.caller;

import java.util.Optional;
import java.util.Set;
import kcd.broker.kdc.RequestRate;
import kcd.kerberos.name.ServicePrincipalName;

/**
 * Someone who may ask the broker for tokens.
 *
 * @param name as the configuration calls it
 * @param sans the DNS names and URIs, each with its kind, by which its certificate is known
 * @param allowedTargets the services it may ask tokens for; no others
 * @param mayAssertUpn whether its word on who the user is suffices
 * @param mayExplain whether it may have the way to a token explained, which tells much of the domain
 * @param rate how many tokens it may ask for; no limit if none is given
 */
public record Caller(
        String name,
        Set<SubjectAltName> sans,
        Set<ServicePrincipalName> allowedTargets,
        boolean mayAssertUpn,
        boolean mayExplain,
        Optional<RequestRate> rate) {
    public Caller {
        sans = Set.copyOf(sans);
        allowedTargets = Set.copyOf(allowedTargets);
    }

    /** Without a limit of its rate. */
    public Caller(
            String name,
            Set<SubjectAltName> sans,
            Set<ServicePrincipalName> allowedTargets,
            boolean mayAssertUpn,
            boolean mayExplain) {
        this(name, sans, allowedTargets, mayAssertUpn, mayExplain, Optional.empty());
    }

    @Override
    public String toString() {
        return name;
    }
}
