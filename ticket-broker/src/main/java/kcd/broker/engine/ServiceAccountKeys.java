package kcd.broker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kcd.broker.config.ServiceAccountSettings;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.kerberos.exchange.KeytabKeys;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.PasswordKeys;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.name.Principal;

/**
 * The service account's keys from where the settings say they are.
 *
 * @param version of the keys that authenticate; zero for a password, which has none
 */
public record ServiceAccountKeys(LongTermKeys keys, int version) {

    /** @throws UnusableKeysException if the keytab has been changed into something unusable since the start-up check */
    public static ServiceAccountKeys load(ServiceAccountSettings account) throws UnusableKeysException {
        return switch (account.secret()) {
            case Secret.Text(var password) ->
                new ServiceAccountKeys(new PasswordKeys(account.principal(), password.value()), 0);
            case Secret.Keytab(var file) -> load(file, account.principal());
        };
    }

    private static ServiceAccountKeys load(Path file, Principal principal) throws UnusableKeysException {
        try {
            var keys = new KeytabKeys(Keytab.parse(Files.readAllBytes(file)), principal);
            return new ServiceAccountKeys(keys, keys.version());
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
