package kcd.broker.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kcd.pki.revocation.WhenStale;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.revocation.*}. */
final class RevocationReader {
    private static final String ENABLED = "kcd.revocation.enabled";
    private static final String ENDPOINT = "kcd.revocation.endpoint";
    private static final String WHEN_STALE = "kcd.revocation.when-stale";
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]{0,253}):([0-9]{1,5})");

    private final StartupFaults faults;
    private final SettingReader reader;

    RevocationReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    /** Empty when it is switched off, or wrong. */
    Optional<RevocationSettings> read(BrokerConfig.Revocation config) {
        if (!reader.flag(ENABLED, config.enabled()).orElse(false)) {
            return Optional.empty();
        }
        Optional<WhenStale> whenStale = WhenStale.parse(config.whenStale());
        if (whenStale.isEmpty()) {
            faults.add(WHEN_STALE, config.whenStale(), "is no known policy", "write reject, grace:12h or allow");
        }
        Optional<String> endpoint = reader.required(ENDPOINT, config.endpoint(), "name the crl-service, host:port");
        return endpoint.flatMap(text -> settings(text, whenStale.orElseGet(WhenStale.Reject::new)));
    }

    private Optional<RevocationSettings> settings(String endpoint, WhenStale whenStale) {
        Matcher matcher = HOST_AND_PORT.matcher(endpoint);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(2));
            if (port > 0 && port <= MAX_PORT) {
                return Optional.of(new RevocationSettings(matcher.group(1), port, whenStale));
            }
        }
        faults.add(ENDPOINT, endpoint, "is not host:port", "write it like crl-service.kcd.svc:9444");
        return Optional.empty();
    }
}
