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
 * A first guess, without asking anyone, at which principal a user principal name stands for.
 *
 * <p>A suffix that is a configured realm means an account of that name there; a configured suffix means an account with
 * that user principal name in its realm. Anything else, and a guess that proved wrong, is for the domain controllers.
 */
final class UserRealms {
    private final Set<Realm> realms;
    private final Map<String, Realm> suffixes;

    /** @param suffixes by suffix, lower case */
    UserRealms(Set<Realm> realms, Map<String, Realm> suffixes) {
        this.realms = Set.copyOf(realms);
        this.suffixes = Map.copyOf(suffixes);
    }

    Optional<Principal> guess(UserPrincipalName user) {
        Realm hinted = suffixes.get(user.suffix());
        if (hinted != null) {
            return Optional.of(inRealm(user, hinted));
        }
        return Optional.of(new Realm(user.suffix().toUpperCase(Locale.ROOT)))
                .filter(realms::contains)
                .map(realm -> new Principal(PrincipalName.principal(user.user()), realm));
    }

    /** The user by the whole name, in the realm that is known to hold it. */
    static Principal inRealm(UserPrincipalName user, Realm realm) {
        return new Principal(PrincipalName.enterprise(user.value()), realm);
    }
}
