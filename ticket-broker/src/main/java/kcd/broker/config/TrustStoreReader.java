package kcd.broker.config;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import kcd.pki.file.TrustLoad.Loaded;
import kcd.pki.file.TrustLoad.Unusable;
import kcd.pki.file.TrustLoader;
import kcd.pki.path.AlgorithmPolicy;
import kcd.pki.path.PathPolicy;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.client-certificates.*}. */
final class TrustStoreReader {
    private static final String TRUST_STORE = "kcd.client-certificates.trust-store";

    private final StartupFaults faults;

    TrustStoreReader(StartupFaults faults) {
        this.faults = faults;
    }

    Optional<ClientTrust> read(BrokerConfig.ClientCertificates config) {
        List<String> files = config.trustStore().orElse(List.of());
        Optional<Boolean> anyPurpose = new SettingReader(faults)
                .flag(
                        "kcd.client-certificates.allow-missing-extended-key-usage",
                        config.allowMissingExtendedKeyUsage());
        if (files.isEmpty()) {
            faults.missing(TRUST_STORE, "name the PEM files, or the .pfx, of the CAs that issue users' certificates");
            return Optional.empty();
        }
        var password = new Password(config.trustStorePassword().orElse(""));
        var loader = new TrustLoader(AlgorithmPolicy.DEFAULT, Clock.systemUTC());
        return switch (loader.load(String.join(",", files), password.value())) {
            case Loaded loaded ->
                anyPurpose.map(allowed -> new ClientTrust(
                        files, password, loaded.anchors(), new PathPolicy(AlgorithmPolicy.DEFAULT, allowed)));
            case Unusable(var found) -> {
                found.forEach(fault -> faults.add(TRUST_STORE, fault.file(), fault.problem(), fault.fix()));
                yield Optional.empty();
            }
        };
    }
}
