package kcd.kerberos.exchange;

import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;

/**
 * The account that may impersonate.
 *
 * @param principal its name and realm
 * @param keys its keys
 */
public record ServiceAccount(Principal principal, LongTermKeys keys) {

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
