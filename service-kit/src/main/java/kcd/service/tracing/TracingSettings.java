package kcd.service.tracing;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import kcd.service.PemFiles;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/**
 * Where spans go.
 *
 * @param endpoint takes OTLP over HTTP
 * @param share of the traces that begin here
 * @param trustStore PEM file of the collector's CA; empty for the platform's
 */
public record TracingSettings(URI endpoint, double share, Optional<Path> trustStore) {
    private static final String ENDPOINT = "kcd.tracing.endpoint";
    private static final String SHARE = "kcd.tracing.share";
    private static final String TRUST_STORE = "kcd.tracing.trust-store";

    /** The settings; empty where no spans are wanted, or something is wrong, which is a fault then. */
    public static Optional<TracingSettings> read(TracingConfig config, StartupFaults faults) {
        SettingReader reader = new SettingReader(faults);
        Optional<Double> share = share(config.share(), faults);
        Optional<Path> trust = config.trustStore()
                .flatMap(file -> reader.readableFile(TRUST_STORE, file))
                .filter(file ->
                        new PemFiles(faults).certificates(TRUST_STORE, file).isPresent());
        return config.endpoint()
                .flatMap(url -> reader.httpUrl(ENDPOINT, url))
                .flatMap(url -> share.map(s -> new TracingSettings(url, s, trust)));
    }

    private static Optional<Double> share(String value, StartupFaults faults) {
        try {
            double share = Double.parseDouble(value.strip());
            if (share >= 0 && share <= 1) {
                return Optional.of(share);
            }
        } catch (NumberFormatException e) {
            // The fault below says it.
        }
        faults.add(SHARE, value, "is no number from 0 to 1", "write it like 0.05, or 1 for every request");
        return Optional.empty();
    }
}
