package kcd.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * CAs that other servers are known by, taken from PEM files and replaceable between two handshakes: the deployment's own, by
 * which the services know each other, or those of an upstream. The judging is the JDK's, host names included (RFC 9525).
 */
public final class HotPeerTrust extends X509ExtendedTrustManager {

    private static final Logger LOG = Logger.getLogger(HotPeerTrust.class);

    private final List<Path> files;
    private volatile X509ExtendedTrustManager current;

    private HotPeerTrust(List<Path> files) throws IOException, GeneralSecurityException {
        this.files = List.copyOf(files);
        this.current = load(files);
    }

    /** Trusts the CAs in these PEM files. */
    public static HotPeerTrust of(List<Path> files) throws IOException, GeneralSecurityException {
        return new HotPeerTrust(files);
    }

    /**
     * The same, where the files were found good before.
     *
     * @param key the setting that names them
     */
    public static HotPeerTrust checked(String key, List<Path> files) {
        try {
            return of(files);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(key + " changed since it was checked: " + e.getMessage(), e);
        }
    }

    /** Looks every so often for new content, until the watch is closed. */
    public FileWatch watch(String key, Duration every) {
        return new FileWatch(files, () -> reread(key)).startNow(every);
    }

    /**
     * From the next handshake on, trusts what the files hold now. What cannot be used leaves the old in place.
     *
     * @param key the setting that names them, for the log
     */
    public void reread(String key) {
        try {
            current = load(files);
        } catch (IOException | GeneralSecurityException e) {
            LOG.errorf("%s: keeps the old, since the new cannot be used: %s", key, e.getMessage());
        }
    }

    private static X509ExtendedTrustManager load(List<Path> files) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Path pem : files) {
            for (Certificate certificate : certificates(pem)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the JDK has an X.509 trust manager"));
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new CertificateException("no certificate in " + pem);
            }
            return certificates;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        current.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        current.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        current.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        current.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current.getAcceptedIssuers();
    }
}
