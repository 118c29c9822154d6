package kcd.kerberos.exchange;

import java.util.Optional;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;

/** The realms that targets outside our own were found in, kept by whoever caches them; the same for all users. */
@FunctionalInterface
public interface TargetRealms {
    /** Keeps nothing: every target is looked for each time. */
    TargetRealms NONE = (target, search) -> search.find();

    /** Where the target is: what an earlier search brought, or what this one brings. */
    Realm realm(ServicePrincipalName target, Search search) throws KerberosException;

    /** What an earlier search brought, without a new one. */
    default Optional<Realm> known(ServicePrincipalName target) {
        return Optional.empty();
    }

    /** The target was not there. */
    default void forget(ServicePrincipalName target) {}

    /** Asks the KDCs, one after the other. */
    @FunctionalInterface
    interface Search {
        Realm find() throws KerberosException;
    }
}
