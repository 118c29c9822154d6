package kcd.kerberos.failure;

import java.util.Locale;
import java.util.regex.Pattern;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * Names as they go into commands that an administrator will paste into a shell. Some come out of certificates: one that
 * a shell could take for more than a name is replaced by a placeholder, never quoted.
 */
final class CommandNames {
    /** No quote of any alphabet, no space, no bracket, no leading dash; a dollar only where accounts have it. */
    private static final Pattern HARMLESS = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}._@/:+-]{0,510}\\$?");

    private CommandNames() {}

    /** The text, if it is nothing but a name. */
    static String plain(@Nullable Object name, String placeholder) {
        String text = name == null ? "" : name.toString();
        return HARMLESS.matcher(text).matches() ? text : placeholder;
    }

    /** The account's sAMAccountName. */
    static String account(@Nullable Principal account, String placeholder) {
        return plain(account == null ? null : account.name().components().getLast(), placeholder);
    }

    /** PowerShell's {@code -Identity X -Server DOMAIN} for an account, found by its UPN where only that is known. */
    static String identity(@Nullable Principal account, String placeholder) {
        if (account == null) {
            return "-Identity " + placeholder;
        }
        String name = account(account, placeholder);
        String server = " -Server " + domain(account.realm());
        return name.contains("@")
                ? "-Identity (Get-ADUser -Filter \"UserPrincipalName -eq '" + name + "'\"" + server + ")" + server
                : "-Identity '" + name + "'" + server;
    }

    /** A realm as the DNS name of its domain. */
    static String domain(Realm realm) {
        return plain(realm.value().toLowerCase(Locale.ROOT), "DOMAIN");
    }
}
