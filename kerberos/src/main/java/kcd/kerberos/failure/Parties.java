package kcd.kerberos.failure;

import kcd.kerberos.name.Principal;
import kcd.kerberos.name.ServicePrincipalName;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in a delegation, as far as known: the names that remedies put into their commands.
 *
 * @param account the service account
 * @param user the user, plain or enterprise
 * @param target the service to authenticate to
 */
public record Parties(
        @Nullable Principal account,
        @Nullable Principal user,
        @Nullable ServicePrincipalName target) {
    /** Nobody is known; commands show placeholders. */
    public static final Parties UNNAMED = new Parties(null, null, null);

    /** On the service account's own business. */
    public static Parties of(Principal account) {
        return new Parties(account, null, null);
    }

    /** On the way to a user's evidence. */
    public static Parties of(Principal account, Principal user) {
        return new Parties(account, user, null);
    }

    /** On the way to a user's service ticket. */
    public static Parties of(Principal account, Principal user, ServicePrincipalName target) {
        return new Parties(account, user, target);
    }
}
