package kcd.service;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The files of a service's mTLS identity, known to exist, to parse and to fit each other.
 *
 * @param certificate the certificate chain, own certificate first
 * @param privateKey its private key
 * @param trustStore the CAs of the other services
 */
public record MtlsSettings(Path certificate, Path privateKey, Path trustStore) {

    private static final String CERTIFICATE = "kcd.mtls.certificate";
    private static final String PRIVATE_KEY = "kcd.mtls.private-key";
    private static final String TRUST_STORE = "kcd.mtls.trust-store";

    /** Checks the keys; empty, and at least one fault more, if anything is wrong. */
    public static Optional<MtlsSettings> read(MtlsConfig config, Clock clock, StartupFaults faults) {
        SettingReader reader = new SettingReader(faults);
        Optional<Path> certificate = file(reader, CERTIFICATE, config.certificate(), "this service's certificate");
        Optional<Path> privateKey = file(reader, PRIVATE_KEY, config.privateKey(), "this service's private key");
        Optional<Path> trustStore = file(reader, TRUST_STORE, config.trustStore(), "the deployment's CA certificates");

        PemFiles pem = new PemFiles(faults);
        Optional<List<X509Certificate>> chain = certificate.flatMap(path -> pem.certificates(CERTIFICATE, path));
        Optional<PrivateKey> key = privateKey.flatMap(path -> pem.privateKey(PRIVATE_KEY, path));
        Optional<List<X509Certificate>> trusted = trustStore.flatMap(path -> pem.certificates(TRUST_STORE, path));
        if (chain.isEmpty() || key.isEmpty() || trusted.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate own = chain.get().getFirst();
        boolean valid = pem.valid(CERTIFICATE, certificate.get(), own, clock.instant());
        boolean matching = pem.match(PRIVATE_KEY, privateKey.get(), key.get(), own);
        return valid && matching
                ? Optional.of(new MtlsSettings(certificate.get(), privateKey.get(), trustStore.get()))
                : Optional.empty();
    }

    private static Optional<Path> file(SettingReader reader, String key, Optional<String> value, String what) {
        return reader.required(key, value, "name the PEM file of " + what)
                .flatMap(path -> reader.readableFile(key, path));
    }
}
