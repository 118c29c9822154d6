package kcd.crl.config;

import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kcd.crl.fetch.AnyCrlFetcher;
import kcd.crl.fetch.CrlFetcher;
import kcd.crl.fetch.HttpCrlFetcher;
import kcd.crl.fetch.LdapAccess;
import kcd.crl.fetch.LdapCrlFetcher;
import kcd.crl.fetch.PointUrl;
import kcd.pki.crl.CrlAcceptance;
import kcd.pki.crl.CrlBounds;
import kcd.service.MtlsConfig;
import kcd.service.MtlsSettings;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/**
 * The settings of crl-service, checked.
 *
 * @param distributionPoints where lists come from, at least one
 * @param issuerFiles of those whose lists count
 * @param issuers whose lists count, at least one
 * @param fromCertificates whether points that certificates and lists name are asked too
 * @param ldap how to ask directories
 * @param fetchInterval how often to ask at least
 * @param failStart whether an unusable distribution point ends the start
 * @param directory where copies are kept; exists and is writable
 * @param fetchTimeout for one whole download
 * @param bounds of a list
 * @param clockSkew how far ahead a CA's clock may be
 */
public record CrlSettings(
        List<URI> distributionPoints,
        IssuerFiles issuerFiles,
        TrustedIssuers issuers,
        boolean fromCertificates,
        LdapAccess ldap,
        Duration fetchInterval,
        boolean failStart,
        Path directory,
        Duration fetchTimeout,
        CrlBounds bounds,
        Duration clockSkew) {

    private static final String DISTRIBUTION_POINTS = "kcd.crl.distribution-points";
    private static final String ISSUERS = "kcd.crl.issuers";
    private static final String DIRECTORY = "kcd.crl.directory";

    public static final int MAX_DISTRIBUTION_POINTS = 256;
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
        Optional<Boolean> fromCertificates =
                reader.flag("kcd.crl.from-issuer-certificates", config.fromIssuerCertificates());
        LdapAccess ldap = new LdapReader(faults).read(config.ldap());
        IssuerFiles files = issuerFiles(config, reader, faults);
        Optional<TrustedIssuers> issuers = files.load(faults);
        List<URI> named = fromCertificates.orElse(false)
                ? issuers.map(TrustedIssuers::namedPoints).orElse(List.of()).stream()
                        .filter(url -> isWithinReach(url, ldap))
                        .toList()
                : List.of();
        List<URI> points = distributionPoints(config, ldap, named, faults);
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
                files,
                issuers.orElseThrow(),
                fromCertificates.orElseThrow(),
                ldap,
                interval.orElseThrow(),
                failStart.orElseThrow(),
                directory.orElseThrow(),
                timeout.orElseThrow(),
                new CrlBounds(
                        bytes.orElseThrow().intValue(), entries.orElseThrow().intValue()),
                skew.orElseThrow()));
    }

    private static boolean isWithinReach(URI url, LdapAccess ldap) {
        return !PointUrl.needsServer(url) || ldap.server().isPresent();
    }

    private Set<String> hosts() {
        return distributionPoints.stream()
                .flatMap(point -> Optional.ofNullable(point.getHost()).stream())
                .collect(Collectors.toSet());
    }

    /** Gets lists within these bounds, into the directory of the copies. */
    public CrlFetcher fetcher() {
        return new AnyCrlFetcher(
                new HttpCrlFetcher(hosts(), directory, bounds.maxBytes(), fetchTimeout),
                new LdapCrlFetcher(ldap, directory, bounds.maxBytes(), fetchTimeout));
    }

    /** The rules by which lists of these issuers are judged. */
    public CrlAcceptance acceptance(TrustedIssuers trusted) {
        return new CrlAcceptance(trusted.issuers(), bounds, clockSkew);
    }

    /** Of the points that a list names for its deltas, those to ask. */
    public Set<String> followed(Set<String> named) {
        return fromCertificates
                ? named.stream()
                        .filter(name -> PointUrl.parse(name)
                                .filter(url -> isWithinReach(url, ldap))
                                .isPresent())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static List<URI> distributionPoints(
            CrlConfig config, LdapAccess ldap, List<URI> named, StartupFaults faults) {
        Set<URI> points = new LinkedHashSet<>();
        List<String> values = present(config.distributionPoints());
        for (String value : values) {
            Optional<URI> url = PointUrl.parse(value);
            if (url.isEmpty()) {
                faults.add(
                        DISTRIBUTION_POINTS,
                        value,
                        "is no http, https or ldap URL",
                        "write it like http://crl.example.com/ca.crl");
            } else if (!isWithinReach(url.get(), ldap)) {
                faults.add(
                        DISTRIBUTION_POINTS,
                        value,
                        "names no directory",
                        "set kcd.crl.ldap.server, or write the host into the URL");
            } else {
                points.add(url.get());
            }
        }
        points.addAll(named);
        if (values.isEmpty() && named.isEmpty()) {
            faults.missing(DISTRIBUTION_POINTS, "name the URLs that the CAs publish their lists at");
        }
        if (points.size() > MAX_DISTRIBUTION_POINTS) {
            faults.add(
                    DISTRIBUTION_POINTS, points.size() + " URLs", "are too many", "at most " + MAX_DISTRIBUTION_POINTS);
        }
        return List.copyOf(points);
    }

    private static IssuerFiles issuerFiles(CrlConfig config, SettingReader reader, StartupFaults faults) {
        List<String> issuers = present(config.issuers());
        if (issuers.isEmpty()) {
            faults.missing(ISSUERS, "name the PEM files of the CAs whose lists are to count");
        }
        return new IssuerFiles(
                files(ISSUERS, issuers, reader),
                files("kcd.crl.delegated-signers", present(config.delegatedSigners()), reader));
    }

    private static List<Path> files(String key, List<String> values, SettingReader reader) {
        return values.stream()
                .map(value -> reader.readableFile(key, value))
                .flatMap(Optional::stream)
                .toList();
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
