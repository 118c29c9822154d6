package kcd.broker.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.kdc.ControllerSource;
import kcd.kerberos.name.Realm;
import kcd.service.StartupFaults;

/** Reads {@code kcd.domains.*} and {@code kcd.upn-suffixes.*}. */
final class DomainsReader {
    private static final int MAX_CONTROLLERS = 32;
    private static final String DNS = "dns";

    private final StartupFaults faults;

    DomainsReader(StartupFaults faults) {
        this.faults = faults;
    }

    Map<Realm, ControllerSource> domains(Map<String, BrokerConfig.Domain> config) {
        Map<Realm, ControllerSource> domains = new LinkedHashMap<>();
        if (config.isEmpty()) {
            faults.missing(
                    "kcd.domains.\"REALM\".domain-controllers", "name the domain controllers of at least one realm");
        }
        config.forEach((name, domain) -> {
            String key = "kcd.domains.\"" + name + "\"";
            Optional<Realm> realm = realm(key, name);
            Optional<ControllerSource> source = source(key + ".domain-controllers", domain);
            realm.ifPresent(r -> source.ifPresent(s -> domains.put(r, s)));
        });
        return domains;
    }

    Map<String, Realm> suffixes(Map<String, String> config, Map<Realm, ControllerSource> domains) {
        Map<String, Realm> suffixes = new LinkedHashMap<>();
        config.forEach((suffix, name) -> {
            String key = "kcd.upn-suffixes.\"" + suffix + "\"";
            realm(key, name.strip()).ifPresent(realm -> {
                if (!domains.containsKey(realm)) {
                    faults.add(
                            key,
                            name,
                            "is a realm without domain controllers",
                            "add kcd.domains.\"" + realm + "\".domain-controllers");
                }
                suffixes.put(suffix.toLowerCase(Locale.ROOT), realm);
            });
        });
        return suffixes;
    }

    /** A realm of Active Directory: upper case, or the domain controllers would answer in another name than asked. */
    Optional<Realm> realm(String key, String name) {
        if (!name.equals(name.toUpperCase(Locale.ROOT))) {
            faults.add(key, name, "is a realm in lower case", "write " + name.toUpperCase(Locale.ROOT));
            return Optional.empty();
        }
        try {
            return Optional.of(new Realm(name));
        } catch (IllegalArgumentException malformed) {
            faults.add(key, name, "is no realm: " + malformed.getMessage(), "write it like WORLDWIDE.CORP");
            return Optional.empty();
        }
    }

    private Optional<ControllerSource> source(String key, BrokerConfig.Domain domain) {
        List<String> texts = domain.domainControllers().orElse(List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (texts.isEmpty()) {
            faults.missing(key, "name at least one domain controller, as host or host:port; or write dns");
            return Optional.empty();
        }
        if (texts.equals(List.of(DNS))) {
            return Optional.of(new ControllerSource.InDns());
        }
        if (texts.contains(DNS)) {
            faults.add(key, String.join(",", texts), "mixes dns with names", "write dns alone, or only names");
            return Optional.empty();
        }
        if (texts.size() > MAX_CONTROLLERS) {
            faults.add(key, texts.size() + " entries", "has more than " + MAX_CONTROLLERS, "name the nearest ones");
        }
        List<ControllerAddress> controllers = controllers(key, texts);
        return controllers.isEmpty() ? Optional.empty() : Optional.of(new ControllerSource.Listed(controllers));
    }

    private List<ControllerAddress> controllers(String key, List<String> texts) {
        var controllers = new ArrayList<ControllerAddress>();
        for (String text : texts) {
            ControllerAddress.parse(text)
                    .ifPresentOrElse(
                            controllers::add,
                            () -> faults.add(
                                    key,
                                    text,
                                    "is no host name, IP address or host:port",
                                    "write it like dc1.worldwide.corp"));
        }
        return List.copyOf(controllers);
    }
}
