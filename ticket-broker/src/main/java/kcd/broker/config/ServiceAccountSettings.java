package kcd.broker.config;

import java.nio.file.Path;
import java.util.Optional;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;

/**
 * The account that may act for users, and how it proves itself.
 *
 * @param enctypes what it may be encrypted with
 * @param armor the account whose ticket armours that proof, if it is to be armoured
 */
public record ServiceAccountSettings(
        Principal principal, Secret secret, PermittedEnctypes enctypes, Optional<Armor> armor) {

    /** With AES only, without armour. */
    public ServiceAccountSettings(Principal principal, Secret secret) {
        this(principal, secret, PermittedEnctypes.AES_ONLY, Optional.empty());
    }

    /** A second account of the same realm, with its keytab file. */
    public record Armor(Principal principal, Path keytab) {}

    /** Where its key comes from. */
    public sealed interface Secret {
        /** A keytab file, read again when it changes. */
        record Keytab(Path file) implements Secret {}

        /** A password; the domain controller says how it becomes a key. */
        record Text(Password password) implements Secret {}
    }
}
