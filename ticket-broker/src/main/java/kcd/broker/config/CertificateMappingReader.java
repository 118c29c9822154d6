package kcd.broker.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.broker.mapping.DirectorySettings;
import kcd.broker.mapping.MappingMethod;
import kcd.broker.mapping.MappingSettings;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.certificate-mapping.*}. */
final class CertificateMappingReader {
    private static final String PREFIX = "kcd.certificate-mapping.";
    private static final String SOURCES = PREFIX + "sources";
    private static final Duration LEAST_CACHED = Duration.ofSeconds(1);
    /** An account that was disabled, or a certificate that was taken off it, is noticed after so long at the latest. */
    private static final Duration MOST_CACHED = Duration.ofHours(1);

    private final StartupFaults faults;
    private final SettingReader reader;

    CertificateMappingReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    /** Empty when it is switched off, or wrong. */
    Optional<MappingSettings> read(
            BrokerConfig.CertificateMapping config, Optional<ServiceAccountSettings> serviceAccount) {
        if (!reader.flag(PREFIX + "enabled", config.enabled()).orElse(false)) {
            return Optional.empty();
        }
        List<MappingMethod> methods = methods(config.sources());
        Optional<Boolean> fallback = reader.flag(PREFIX + "fallback-to-upn", config.fallbackToUpn());
        Optional<Duration> cached =
                reader.duration(PREFIX + "cached-for", config.cachedFor(), LEAST_CACHED, MOST_CACHED);
        Optional<Duration> unknownCached =
                reader.duration(PREFIX + "unknown-cached-for", config.unknownCachedFor(), LEAST_CACHED, MOST_CACHED);
        if (fallback.orElse(false) && methods.contains(MappingMethod.KDC)) {
            faults.add(
                    PREFIX + "fallback-to-upn",
                    config.fallbackToUpn(),
                    "does not go with the source kdc, whose answer is final",
                    "set it to false, or take kdc out of " + SOURCES);
        }
        boolean asksDirectory = methods.stream().anyMatch(MappingMethod::asksDirectory);
        Optional<DirectorySettings> directory =
                asksDirectory ? new DirectoryReader(faults).read(config.ldap(), serviceAccount) : Optional.empty();
        if (fallback.isEmpty() || cached.isEmpty() || unknownCached.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MappingSettings(methods, directory, fallback.get(), cached.get(), unknownCached.get()));
    }

    private List<MappingMethod> methods(List<String> names) {
        var methods = new ArrayList<MappingMethod>();
        for (String name : names) {
            MappingMethod.parse(name.strip())
                    .ifPresentOrElse(
                            methods::add,
                            () -> faults.add(
                                    SOURCES,
                                    name,
                                    "is no source",
                                    "write user-certificate, alt-security-identities, kerberos-name or kdc"));
        }
        int kdc = methods.indexOf(MappingMethod.KDC);
        if (kdc >= 0 && kdc < methods.size() - 1) {
            faults.add(
                    SOURCES, String.join(",", names), "names a source after kdc", "put kdc last, its answer is final");
        }
        if (methods.isEmpty()) {
            faults.missing(SOURCES, "name at least one, as user-certificate");
        }
        return List.copyOf(methods);
    }
}
