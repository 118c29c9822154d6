package kcd.service;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import kcd.pki.file.KeyMaterial;

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
        Optional<KeyMaterial> keys = certificate.flatMap(own -> privateKey.flatMap(
                key -> pem.keys(new PemFiles.Named(CERTIFICATE, own), new PemFiles.Named(PRIVATE_KEY, key), clock)));
        Optional<List<X509Certificate>> trusted = trustStore.flatMap(path -> pem.certificates(TRUST_STORE, path));
        return keys.isPresent() && trusted.isPresent()
                ? Optional.of(
                        new MtlsSettings(certificate.orElseThrow(), privateKey.orElseThrow(), trustStore.orElseThrow()))
                : Optional.empty();
    }

    private static Optional<Path> file(SettingReader reader, String key, Optional<String> value, String what) {
        return reader.required(key, value, "name the PEM file of " + what)
                .flatMap(path -> reader.readableFile(key, path));
    }
}
