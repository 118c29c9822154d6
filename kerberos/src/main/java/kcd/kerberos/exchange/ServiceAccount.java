package kcd.kerberos.exchange;

import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * The account that may impersonate.
 *
 * @param principal its name and realm
 * @param keys its keys
 * @param permitted the encryption types it may use
 * @param armor the account of the same realm whose ticket armours this one's authentication, RFC 6113; none has none
 */
public record ServiceAccount(
        Principal principal,
        LongTermKeys keys,
        PermittedEnctypes permitted,
        @Nullable ServiceAccount armor) {

    public ServiceAccount {
        if (!permitted.all().containsAll(keys.enctypes())) {
            throw new IllegalArgumentException(principal + " has keys of types that are not permitted");
        }
        if (armor != null && (armor.armor != null || !armor.realm().equals(principal.realm()))) {
            throw new IllegalArgumentException(
                    armor.principal + " cannot armour " + principal + ": armoured itself, or of another realm");
        }
    }

    /** With AES keys only, without armour. */
    public ServiceAccount(Principal principal, LongTermKeys keys) {
        this(principal, keys, PermittedEnctypes.AES_ONLY, null);
    }

    public Realm realm() {
        return principal.realm();
    }

    /** How KDCs of another realm are asked for it: {@code svc@HOME} as an enterprise name. MS-SFU section 3.1.5.1.1. */
    public PrincipalName nameIn(Realm asked) {
        return nameIn(principal, asked);
    }

    static PrincipalName nameIn(Principal account, Realm asked) {
        return asked.equals(account.realm())
                ? account.name()
                : PrincipalName.enterprise(String.join("/", account.name().components()) + "@" + account.realm());
    }
}
