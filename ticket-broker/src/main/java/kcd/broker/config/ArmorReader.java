package kcd.broker.config;

import java.nio.file.Path;
import java.util.Optional;
import kcd.broker.config.ServiceAccountSettings.Armor;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.service-account.armor.*}: both settings, or none. */
final class ArmorReader {
    private static final String PRINCIPAL = "kcd.service-account.armor.principal";
    private static final String KEYTAB = "kcd.service-account.armor.keytab";

    private final StartupFaults faults;
    private final SettingReader reader;

    ArmorReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    /** @param account whose authentication is to be armoured, if that could be read */
    Optional<Armor> read(BrokerConfig.Armor config, Optional<Principal> account, PermittedEnctypes enctypes) {
        Optional<String> name = set(config.principal());
        Optional<String> keytab = set(config.keytab());
        if (name.isEmpty() && keytab.isEmpty()) {
            return Optional.empty();
        }
        if (name.isEmpty()) {
            faults.missing(PRINCIPAL, "name the account that " + KEYTAB + " is of, or remove that");
        }
        if (keytab.isEmpty()) {
            faults.missing(KEYTAB, "name the keytab file of the account in " + PRINCIPAL + ", or remove that");
        }
        Optional<Principal> principal = name.flatMap(text -> principal(text, account));
        Optional<Path> file = keytab.flatMap(text -> reader.readableFile(KEYTAB, text));
        file.ifPresent(path -> principal.ifPresent(p -> KeytabCheck.check(KEYTAB, path, p, enctypes, faults)));
        return principal.flatMap(p -> file.map(path -> new Armor(p, path)));
    }

    private Optional<Principal> principal(String text, Optional<Principal> account) {
        Principal principal;
        try {
            principal = Principal.parse(text);
        } catch (IllegalArgumentException malformed) {
            faults.add(
                    PRINCIPAL, text, "is malformed: " + malformed.getMessage(), "write it like armor@WORLDWIDE.CORP");
            return Optional.empty();
        }
        if (account.isPresent() && !account.get().realm().equals(principal.realm())) {
            faults.add(
                    PRINCIPAL,
                    text,
                    "is of another realm than the service account",
                    "name an account of " + account.get().realm());
            return Optional.empty();
        }
        return Optional.of(principal);
    }

    private static Optional<String> set(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }
}
