package kcd.crl.config;

import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.pki.crl.CrlBounds;
import kcd.pki.crl.CrlIssuer;
import kcd.service.MtlsConfig;
import kcd.service.MtlsSettings;
import kcd.service.PemFiles;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/**
 * The settings of crl-service, checked.
 *
 * @param distributionPoints where lists come from, at least one
 * @param issuers whose lists count, at least one
 * @param fetchInterval how often to ask at least
 * @param failStart whether an unusable distribution point ends the start
 * @param directory where copies are kept; exists and is writable
 * @param fetchTimeout for one whole download
 * @param bounds of a list
 * @param clockSkew how far ahead a CA's clock may be
 */
public record CrlSettings(
        List<URI> distributionPoints,
        List<CrlIssuer> issuers,
        Duration fetchInterval,
        boolean failStart,
        Path directory,
        Duration fetchTimeout,
        CrlBounds bounds,
        Duration clockSkew) {

    private static final String DISTRIBUTION_POINTS = "kcd.crl.distribution-points";
    private static final String ISSUERS = "kcd.crl.issuers";
    private static final String DIRECTORY = "kcd.crl.directory";

    private static final int MAX_DISTRIBUTION_POINTS = 256;
    private static final int MIN_LIST_BYTES = 1024;
    private static final int MAX_LIST_BYTES = 1 << 30;
    private static final int MAX_ENTRIES = 50_000_000;

    /** The whole check before the start: our own settings and the mTLS identity. */
    public static void check(SmallRyeConfig config, StartupFaults faults) {
        read(config.getConfigMapping(CrlConfig.class), faults);
        MtlsSettings.read(config.getConfigMapping(MtlsConfig.class), Clock.systemUTC(), faults);
    }

    /** The settings; empty, and at least one fault more, if anything is wrong. */
    public static Optional<CrlSettings> read(CrlConfig config, StartupFaults faults) {
        SettingReader reader = new SettingReader(faults);
        List<URI> points = distributionPoints(config, reader, faults);
        List<CrlIssuer> issuers = issuers(config, reader, faults);
        Optional<Duration> interval = reader.duration(
                "kcd.crl.fetch-interval", config.fetchInterval(), Duration.ofMinutes(1), Duration.ofDays(30));
        Optional<Boolean> failStart =
                reader.flag("kcd.crl.fail-start-on-download-failure", config.failStartOnDownloadFailure());
        Optional<Path> directory = reader.path(DIRECTORY, config.directory()).filter(path -> isWritable(path, faults));
        Optional<Duration> timeout = reader.duration(
                "kcd.crl.fetch-timeout", config.fetchTimeout(), Duration.ofSeconds(1), Duration.ofMinutes(30));
        Optional<Long> bytes = reader.number("kcd.crl.max-bytes", config.maxBytes(), MIN_LIST_BYTES, MAX_LIST_BYTES);
        Optional<Long> entries = reader.number("kcd.crl.max-entries", config.maxEntries(), 1, MAX_ENTRIES);
        Optional<Duration> skew =
                reader.duration("kcd.crl.clock-skew", config.clockSkew(), Duration.ZERO, Duration.ofHours(1));
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CrlSettings(
                points,
                issuers,
                interval.orElseThrow(),
                failStart.orElseThrow(),
                directory.orElseThrow(),
                timeout.orElseThrow(),
                new CrlBounds(
                        bytes.orElseThrow().intValue(), entries.orElseThrow().intValue()),
                skew.orElseThrow()));
    }

    private static List<URI> distributionPoints(CrlConfig config, SettingReader reader, StartupFaults faults) {
        Set<URI> points = new LinkedHashSet<>();
        List<String> values = present(config.distributionPoints());
        values.forEach(value -> reader.httpUrl(DISTRIBUTION_POINTS, value).ifPresent(points::add));
        if (values.isEmpty()) {
            faults.missing(DISTRIBUTION_POINTS, "name the URLs that the CAs publish their lists at");
        }
        if (points.size() > MAX_DISTRIBUTION_POINTS) {
            faults.add(
                    DISTRIBUTION_POINTS, points.size() + " URLs", "are too many", "at most " + MAX_DISTRIBUTION_POINTS);
        }
        return List.copyOf(points);
    }

    private static List<CrlIssuer> issuers(CrlConfig config, SettingReader reader, StartupFaults faults) {
        PemFiles pem = new PemFiles(faults);
        List<CrlIssuer> issuers = new ArrayList<>();
        List<String> values = present(config.issuers());
        for (String value : values) {
            Optional<Path> file = reader.readableFile(ISSUERS, value);
            file.flatMap(path -> pem.certificates(ISSUERS, path))
                    .orElse(List.of())
                    .forEach(certificate -> {
                        try {
                            issuers.add(CrlIssuer.of(certificate));
                        } catch (IllegalArgumentException e) {
                            faults.add(
                                    ISSUERS,
                                    value,
                                    certificate.getSubjectX500Principal().getName() + " " + e.getMessage(),
                                    "name CA certificates that sign revocation lists");
                        }
                    });
        }
        if (values.isEmpty()) {
            faults.missing(ISSUERS, "name the PEM files of the CAs whose lists are to count");
        }
        return List.copyOf(issuers);
    }

    private static List<String> present(Optional<List<String>> values) {
        return values.orElse(List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Tries it: permissions alone do not tell, a file system may be read-only. */
    private static boolean isWritable(Path directory, StartupFaults faults) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "probe-", ".part"));
            return true;
        } catch (IOException e) {
            faults.add(
                    DIRECTORY,
                    directory.toString(),
                    "cannot be written to (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    "create it, writable for this process, on a volume that survives restarts");
            return false;
        }
    }
}
