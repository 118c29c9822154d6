package kcd.crl.config;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The names that Secure Email Gateway V2 has for our settings; application.properties lets them fill ours. */
public final class SegNames {

    private static final Map<String, String> NAMES = Map.of(
            "remote.crl.distribution.http.uris", "kcd.crl.distribution-points",
            "remote.crl.fetch.interval.in.minutes", "kcd.crl.fetch-interval",
            "fail.hard.on.crl.download.failure.during.server.startup", "kcd.crl.fail-start-on-download-failure",
            "cert.based.auth.crl.files.parent.dir.path", "kcd.crl.directory");

    private SegNames() {}

    /** A sentence on each SEG name in use. */
    public static List<String> inUse(Config config) {
        return NAMES.entrySet().stream()
                .filter(name ->
                        config.getOptionalValue(name.getKey(), String.class).isPresent())
                .map(name -> "the SEG setting " + name.getKey() + " is read as " + name.getValue())
                .sorted()
                .toList();
    }
}
