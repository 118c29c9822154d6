package kcd.broker.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import kcd.service.PemFiles;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads which CAs vouch for directory servers; without a word, those that the JDK trusts. */
final class DirectoryTrustReader {
    private static final String TRUST_STORE = "kcd.certificate-mapping.ldap.trust-store";

    private final StartupFaults faults;

    DirectoryTrustReader(StartupFaults faults) {
        this.faults = faults;
    }

    Optional<SSLContext> read(Optional<List<String>> files) {
        if (files.isEmpty()) {
            return Optional.of(context(Optional.empty()));
        }
        var certificates = new ArrayList<X509Certificate>();
        for (String file : files.get()) {
            Optional<Path> path = new SettingReader(faults).readableFile(TRUST_STORE, file.strip());
            path.flatMap(p -> new PemFiles(faults).certificates(TRUST_STORE, p)).ifPresent(certificates::addAll);
        }
        return certificates.isEmpty() ? Optional.empty() : Optional.of(context(Optional.of(certificates)));
    }

    private static SSLContext context(Optional<List<X509Certificate>> trusted) {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted.isEmpty() ? null : store(trusted.get()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("every JDK can do TLS with certificates it has read", impossible);
        }
    }

    private static KeyStore store(List<X509Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("ca" + i, trusted.get(i));
        }
        return store;
    }
}
