package kcd.broker.engine;

import java.io.IOException;
import java.nio.file.Files;
import kcd.broker.config.ServiceAccountSettings;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.kerberos.exchange.KeytabKeys;
import kcd.kerberos.exchange.LongTermKeys;
import kcd.kerberos.exchange.PasswordKeys;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.keytab.Keytab;

/** Reads the service account's keys from where the settings say they are. */
public final class ServiceAccountKeys {
    private ServiceAccountKeys() {}

    /** @throws UnusableKeysException if the keytab has been changed into something unusable since the start-up check */
    public static LongTermKeys load(ServiceAccountSettings account) throws UnusableKeysException {
        return switch (account.secret()) {
            case Secret.Text(var password) -> new PasswordKeys(account.principal(), password.value());
            case Secret.Keytab(var file) -> {
                try {
                    yield new KeytabKeys(Keytab.parse(Files.readAllBytes(file)), account.principal());
                } catch (IOException | InvalidKeytabException | IllegalArgumentException unusable) {
                    throw new UnusableKeysException("keytab " + file + ": " + unusable.getMessage());
                }
            }
        };
    }

    /** There is no key to be had. */
    public static final class UnusableKeysException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableKeysException(String message) {
            super(message);
        }
    }
}
