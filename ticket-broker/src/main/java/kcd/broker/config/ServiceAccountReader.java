package kcd.broker.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kcd.broker.config.ServiceAccountSettings.Armor;
import kcd.broker.config.ServiceAccountSettings.Secret;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.service-account.*}. */
final class ServiceAccountReader {
    private static final String PRINCIPAL = "kcd.service-account.principal";
    private static final String KEYTAB = "kcd.service-account.keytab";
    private static final String PASSWORD = "kcd.service-account.password";

    private final StartupFaults faults;
    private final SettingReader reader;

    ServiceAccountReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    Optional<ServiceAccountSettings> read(
            BrokerConfig.ServiceAccount config,
            PermittedEnctypes enctypes,
            Map<Realm, ?> domains,
            DomainsReader names) {
        Optional<Principal> principal = reader.required(
                        PRINCIPAL,
                        config.principal(),
                        "name the account that may delegate, like SVC_awseg@WORLDWIDE.CORP")
                .flatMap(text -> principal(text, names));
        principal
                .map(Principal::realm)
                .filter(realm -> !domains.containsKey(realm))
                .ifPresent(realm -> faults.add(
                        PRINCIPAL,
                        config.principal().orElse(""),
                        "is of a realm without domain controllers",
                        "add kcd.domains.\"" + realm + "\".domain-controllers"));
        Optional<Secret> secret = secret(config, principal, enctypes);
        Optional<Armor> armor = new ArmorReader(faults).read(config.armor(), principal, enctypes);
        return principal.flatMap(p -> secret.map(s -> new ServiceAccountSettings(p, s, enctypes, armor)));
    }

    private Optional<Principal> principal(String text, DomainsReader names) {
        try {
            Principal principal = Principal.parse(text);
            return names.realm(PRINCIPAL, principal.realm().value()).map(_ -> principal);
        } catch (IllegalArgumentException malformed) {
            faults.add(
                    PRINCIPAL,
                    text,
                    "is malformed: " + malformed.getMessage(),
                    "write it like SVC_awseg@WORLDWIDE.CORP");
            return Optional.empty();
        }
    }

    private Optional<Secret> secret(
            BrokerConfig.ServiceAccount config, Optional<Principal> principal, PermittedEnctypes enctypes) {
        Optional<String> keytab = config.keytab().map(String::strip).filter(text -> !text.isEmpty());
        Optional<String> password = config.password().filter(text -> !text.isEmpty());
        if (keytab.isPresent() && password.isPresent()) {
            faults.secret(
                    PASSWORD, "is set, and " + KEYTAB + " too", "remove one of them; the keytab is the better one");
            return Optional.empty();
        }
        if (keytab.isPresent()) {
            Optional<Path> file = reader.readableFile(KEYTAB, keytab.get());
            file.ifPresent(path -> principal.ifPresent(p -> KeytabCheck.check(KEYTAB, path, p, enctypes, faults)));
            return file.map(Secret.Keytab::new);
        }
        if (password.isPresent()) {
            return password.map(text -> new Secret.Text(new Password(text)));
        }
        faults.missing(KEYTAB, "name the service account's keytab file, or set " + PASSWORD);
        return Optional.empty();
    }
}
