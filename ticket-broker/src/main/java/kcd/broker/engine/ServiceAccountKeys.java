package kcd.broker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kcd.broker.config.ServiceAccountSettings;
import kcd.broker.config.ServiceAccountSettings.Armor;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.exchange.KeytabKeys;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.PasswordKeys;
import kcd.kerberos.exchange.RotatedKeys;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.name.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The service account's keys from where the settings say they are.
 *
 * @param version of the keys that authenticate; zero for a password, which has none
 * @param enctypes what may be offered and accepted with them
 * @param armor the account whose ticket armours the authentication, with its keys, if there is one
 */
public record ServiceAccountKeys(
        LongTermKeys keys,
        int version,
        PermittedEnctypes enctypes,
        @Nullable ServiceAccount armor) {

    /** For AES only, without armour. */
    public ServiceAccountKeys(LongTermKeys keys, int version) {
        this(keys, version, PermittedEnctypes.AES_ONLY, null);
    }

    /** @throws UnusableKeysException if a keytab has been changed into something unusable since the start-up check */
    public static ServiceAccountKeys load(ServiceAccountSettings account) throws UnusableKeysException {
        ServiceAccount armor =
                account.armor().isEmpty() ? null : load(account.armor().get(), account.enctypes());
        return switch (account.secret()) {
            case Secret.Text(var password) ->
                new ServiceAccountKeys(
                        new PasswordKeys(account.principal(), password.value(), account.enctypes()),
                        0,
                        account.enctypes(),
                        armor);
            case Secret.Keytab(var file) -> {
                KeytabKeys keys = load(file, account.principal(), account.enctypes());
                yield new ServiceAccountKeys(keys, keys.version(), account.enctypes(), armor);
            }
        };
    }

    /** These keys, and {@code older} ones for tickets that the domain still issues under them. */
    ServiceAccountKeys besides(ServiceAccountKeys older) {
        return new ServiceAccountKeys(new RotatedKeys(keys, older.keys), version, enctypes, armor);
    }

    /** The account with these keys. */
    public ServiceAccount of(Principal principal) {
        return new ServiceAccount(principal, keys, enctypes, armor);
    }

    private static ServiceAccount load(Armor armor, PermittedEnctypes enctypes) throws UnusableKeysException {
        return new ServiceAccount(armor.principal(), load(armor.keytab(), armor.principal(), enctypes), enctypes, null);
    }

    private static KeytabKeys load(Path file, Principal principal, PermittedEnctypes enctypes)
            throws UnusableKeysException {
        try {
            return new KeytabKeys(Keytab.parse(Files.readAllBytes(file), enctypes), principal);
        } catch (IOException | InvalidKeytabException | IllegalArgumentException unusable) {
            throw new UnusableKeysException(file + ": " + unusable.getMessage());
        }
    }

    /** There is no key to be had. */
    public static final class UnusableKeysException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableKeysException(String message) {
            super(message);
        }
    }
}
