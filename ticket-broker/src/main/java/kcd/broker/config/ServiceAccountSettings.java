package kcd.broker.config;

import java.nio.file.Path;
import kcd.kerberos.name.Principal;

/** The account that may act for users, and how it proves itself. */
public record ServiceAccountSettings(Principal principal, Secret secret) {

    /** Where its key comes from. */
    public sealed interface Secret {
        /** A keytab file, read again when it changes. */
        record Keytab(Path file) implements Secret {}

        /** A password; the domain controller says how it becomes a key. */
        record Text(Password password) implements Secret {}
    }
}
