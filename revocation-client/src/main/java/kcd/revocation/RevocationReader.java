package kcd.revocation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kcd.pki.crl.IssuerId;
import kcd.pki.revocation.RevocationPolicy;
import kcd.pki.revocation.WhenStale;
import kcd.service.PemFiles;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.revocation.*}. */
public final class RevocationReader {

    private static final String ENABLED = "kcd.revocation.enabled";
    private static final String ENDPOINT = "kcd.revocation.endpoint";
    private static final String WHEN_STALE = "kcd.revocation.when-stale";
    private static final String AUTHORITIES = "kcd.revocation.authorities.";
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]{0,253}):([0-9]{1,5})");

    private final StartupFaults faults;
    private final SettingReader reader;

    public RevocationReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    /** Empty when it is switched off, or wrong. */
    public Optional<RevocationSettings> read(RevocationConfig config) {
        if (!reader.flag(ENABLED, config.enabled()).orElse(false)) {
            return Optional.empty();
        }
        WhenStale otherwise = whenStale(WHEN_STALE, config.whenStale());
        Map<IssuerId, WhenStale> byIssuer = new HashMap<>();
        config.authorities().forEach((name, authority) -> authority(name, authority, byIssuer));
        RevocationPolicy policy = new RevocationPolicy(otherwise, byIssuer);
        return reader.required(ENDPOINT, config.endpoint(), "name the crl-service, host:port")
                .flatMap(text -> settings(text, policy));
    }

    private Optional<RevocationSettings> settings(String endpoint, RevocationPolicy policy) {
        Matcher matcher = HOST_AND_PORT.matcher(endpoint.strip());
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(2));
            if (port > 0 && port <= MAX_PORT) {
                return Optional.of(new RevocationSettings(matcher.group(1), port, policy));
            }
        }
        faults.add(ENDPOINT, endpoint, "is not host:port", "write it like crl-service.kcd.svc:9444");
        return Optional.empty();
    }

    private void authority(String name, RevocationConfig.Authority authority, Map<IssuerId, WhenStale> byIssuer) {
        String key = AUTHORITIES + name;
        Optional<Path> file = reader.required(
                        key + ".certificate", authority.certificate(), "name the PEM file of the CA's certificate")
                .flatMap(path -> reader.readableFile(key + ".certificate", path));
        Optional<WhenStale> rule = reader.required(
                        key + ".when-stale", authority.whenStale(), "write reject, grace:12h or allow")
                .map(text -> whenStale(key + ".when-stale", text));
        if (file.isPresent() && rule.isPresent()) {
            new PemFiles(faults)
                    .certificates(key + ".certificate", file.get())
                    .orElse(List.of())
                    .forEach(certificate -> byIssuer.put(IssuerId.of(certificate), rule.get()));
        }
    }

    /** The strictest where it says nothing that is known; the fault stops the start anyway. */
    private WhenStale whenStale(String key, String text) {
        Optional<WhenStale> known = WhenStale.parse(text);
        if (known.isEmpty()) {
            faults.add(key, text, "is no known policy", "write reject, grace:12h or allow");
        }
        return known.orElseGet(WhenStale.Reject::new);
    }
}
