package kcd.broker.engine;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.pki.name.UserPrincipalName;

/**
 * A first guess, without asking anyone, at where a user principal name lives. A suffix that is a configured realm, or
 * configured for one, names it; anything else, and a guess that proved wrong, is for the domain controllers.
 *
 * <p>The name is asked for whole, as an enterprise name: controllers then look for that userPrincipalName and only after
 * it for an account of that name (MS-KILE section 3.3.5.6.1). Asked for as an account's name, {@code john@CORP.EXAMPLE}
 * would open the mailbox of whoever's account is called john, even where that UPN is somebody else's.
 */
final class UserRealms {
    private final Set<Realm> realms;
    private final Map<String, Realm> suffixes;

    private final boolean accountNames;

    /**
     * @param suffixes by suffix, lower case
     * @param accountNames whether a realm's name as the suffix makes the rest an account's name after all
     */
    UserRealms(Set<Realm> realms, Map<String, Realm> suffixes, boolean accountNames) {
        this.realms = Set.copyOf(realms);
        this.suffixes = Map.copyOf(suffixes);
        this.accountNames = accountNames;
    }

    Optional<Principal> guess(UserPrincipalName user) {
        Realm hinted = suffixes.get(user.suffix());
        if (hinted != null) {
            return Optional.of(inRealm(user, hinted));
        }
        return Optional.of(new Realm(user.suffix().toUpperCase(Locale.ROOT)))
                .filter(realms::contains)
                .map(realm -> accountNames
                        ? new Principal(PrincipalName.principal(user.user()), realm)
                        : inRealm(user, realm));
    }

    /** The user by the whole name, in the realm that is known to hold it. */
    static Principal inRealm(UserPrincipalName user, Realm realm) {
        return new Principal(PrincipalName.enterprise(user.value()), realm);
    }
}
