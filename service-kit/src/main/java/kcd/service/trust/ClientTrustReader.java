package kcd.service.trust;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kcd.pki.file.TrustLoad.Loaded;
import kcd.pki.file.TrustLoad.Unusable;
import kcd.pki.path.AlgorithmPolicy;
import kcd.pki.path.PathPolicy;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.client-certificates.*}, as far as edge and broker have it in common. */
public final class ClientTrustReader {
    private static final String PREFIX = "kcd.client-certificates.";
    private static final String TRUST_STORE = PREFIX + "trust-store";
    private static final String DEFAULT_TRUST_STORE = PREFIX + "default-trust-store";

    private static final int LEAST_RSA_BITS = 1024;
    private static final int MOST_RSA_BITS = 8192;
    private static final int SHA1_BITS = 160;

    private final StartupFaults faults;
    private final SettingReader reader;
    private final InstantSource clock;

    public ClientTrustReader(StartupFaults faults, InstantSource clock) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
        this.clock = clock;
    }

    /** The trust store and its content; empty, and at least one fault more, if anything is wrong. */
    public Optional<LoadedTrust> read(ClientTrustConfig config) {
        Optional<PathPolicy> policy = policy(config);
        Optional<String> own = config.trustStore().filter(text -> !text.isBlank());
        Optional<String> central = config.defaultTrustStore().filter(text -> !text.isBlank());
        if (own.isEmpty() && central.isEmpty()) {
            faults.missing(TRUST_STORE, "name the PEM files, or the .pfx, of the CAs that issue users' certificates");
            return Optional.empty();
        }
        String key = own.isPresent() ? TRUST_STORE : DEFAULT_TRUST_STORE;
        Optional<List<Path>> files = files(key, own.or(() -> central).orElseThrow());
        return policy.flatMap(rules -> files.map(list ->
                        new ClientTrust(list, config.trustStorePassword().orElse(""), rules, clock)))
                .flatMap(store -> load(key, store));
    }

    private Optional<PathPolicy> policy(ClientTrustConfig config) {
        Optional<Boolean> anyPurpose =
                reader.flag(PREFIX + "allow-missing-extended-key-usage", config.allowMissingExtendedKeyUsage());
        Optional<Boolean> sha1 = reader.flag(PREFIX + "allow-sha1", config.allowSha1());
        Optional<Long> rsaBits =
                reader.number(PREFIX + "minimum-rsa-bits", config.minimumRsaBits(), LEAST_RSA_BITS, MOST_RSA_BITS);
        if (anyPurpose.isEmpty() || sha1.isEmpty() || rsaBits.isEmpty()) {
            return Optional.empty();
        }
        var algorithms = new AlgorithmPolicy(
                Math.toIntExact(rsaBits.get()),
                AlgorithmPolicy.DEFAULT.minimumEcBits(),
                sha1.get() ? SHA1_BITS : AlgorithmPolicy.DEFAULT.minimumHashBits());
        return Optional.of(new PathPolicy(algorithms, anyPurpose.get()));
    }

    private Optional<List<Path>> files(String key, String setting) {
        try {
            return Optional.of(Arrays.stream(setting.split(",", -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .toList());
        } catch (InvalidPathException malformed) {
            faults.add(key, setting, "is no list of files: " + malformed.getReason(), "separate them by commas");
            return Optional.empty();
        }
    }

    private Optional<LoadedTrust> load(String key, ClientTrust store) {
        return switch (store.load()) {
            case Loaded(var anchors, var warnings) -> Optional.of(new LoadedTrust(store, anchors, warnings));
            case Unusable(var found) -> {
                found.forEach(fault -> faults.add(key, fault.file(), fault.problem(), fault.fix()));
                yield Optional.empty();
            }
        };
    }
}
