package kcd.broker.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.caller.SubjectAltName;
import kcd.broker.kdc.RequestRate;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.callers.*}. */
final class CallersReader {
    private static final long MOST_MINTS = 1_000_000;
    private static final String NO_LIMIT = "none";

    private final StartupFaults faults;

    CallersReader(StartupFaults faults) {
        this.faults = faults;
    }

    List<Caller> read(Map<String, BrokerConfig.Caller> config) {
        if (config.isEmpty()) {
            faults.missing("kcd.callers.NAME.san", "name at least one caller; without one nobody may ask for tokens");
        }
        var callers = new ArrayList<Caller>();
        Map<SubjectAltName, String> claimed = new HashMap<>();
        config.forEach((name, caller) -> {
            String key = "kcd.callers." + name;
            Set<SubjectAltName> sans = sans(key + ".san", caller);
            for (SubjectAltName san : sans) {
                String other = claimed.putIfAbsent(san, name);
                if (other != null) {
                    faults.add(
                            key + ".san", san.toString(), "also belongs to caller " + other, "give it to one of them");
                }
            }
            Set<ServicePrincipalName> targets = targets(key + ".allowed-spns", caller);
            boolean mayAssert = new SettingReader(faults)
                    .flag(key + ".may-assert-upn", caller.mayAssertUpn())
                    .orElse(false);
            boolean mayExplain = new SettingReader(faults)
                    .flag(key + ".may-explain", caller.mayExplain())
                    .orElse(false);
            callers.add(new Caller(
                    name, sans, targets, mayAssert, mayExplain, rate(key + ".max-mints-per-second", caller)));
        });
        return callers;
    }

    private Optional<RequestRate> rate(String key, BrokerConfig.Caller caller) {
        return Optional.of(caller.maxMintsPerSecond())
                .filter(text -> !text.strip().equalsIgnoreCase(NO_LIMIT))
                .flatMap(text -> new SettingReader(faults).number(key, text, 1, MOST_MINTS))
                .map(Math::toIntExact)
                .map(perSecond -> new RequestRate(perSecond, perSecond));
    }

    private Set<SubjectAltName> sans(String key, BrokerConfig.Caller caller) {
        var sans = new LinkedHashSet<SubjectAltName>();
        for (String text : required(key, caller.san(), "name a DNS name or URI of the caller's certificate")) {
            SubjectAltName.parse(text)
                    .ifPresentOrElse(
                            sans::add,
                            () -> faults.add(
                                    key,
                                    text,
                                    "is neither DNS name nor URI",
                                    "write it as in the caller's certificate"));
        }
        return sans;
    }

    private Set<ServicePrincipalName> targets(String key, BrokerConfig.Caller caller) {
        var targets = new LinkedHashSet<ServicePrincipalName>();
        for (String text : required(key, caller.allowedSpns(), "list the services it may ask tokens for")) {
            target(key, text).ifPresent(targets::add);
        }
        return targets;
    }

    private Optional<ServicePrincipalName> target(String key, String text) {
        try {
            return Optional.of(ServicePrincipalName.parse(text));
        } catch (IllegalArgumentException malformed) {
            faults.add(key, text, "is malformed: " + malformed.getMessage(), "write it like HTTP/mail.example.com");
            return Optional.empty();
        }
    }

    private List<String> required(String key, Optional<List<String>> texts, String fix) {
        List<String> present = texts.orElse(List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (present.isEmpty()) {
            faults.missing(key, fix);
        }
        return present;
    }
}
