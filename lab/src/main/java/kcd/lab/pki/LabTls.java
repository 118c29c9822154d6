package kcd.lab.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import kcd.pki.workshop.Credential;

/// TLS for the lab's own ends.
public final class LabTls {

    private LabTls() {}

    public static SSLContext server(Credential own) {
        return context(Optional.of(own));
    }

    /// @param own shown when the server asks for a certificate
    /// @param trusted whose certificates the server may have
    public static SSLContext client(Optional<Credential> own, X509Certificate... trusted) {
        return context(own, trusted);
    }

    private static SSLContext context(Optional<Credential> own, X509Certificate... trusted) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            for (int i = 0; i < trusted.length; i++) {
                anchors.setCertificateEntry("trusted-" + i, trusted[i]);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.map(LabTls::keys).orElseGet(() -> new KeyManager[0]), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS with the lab's certificates", e);
        }
    }

    private static KeyManager[] keys(Credential own) {
        return new KeyManager[] {new StubbornKeyManager(own)};
    }
}
