package kcd.edge.warmup;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import kcd.edge.tls.HotKeyCertOptions;
import kcd.pki.file.KeyMaterial;
import kcd.pki.path.TrustAnchors;
import kcd.pki.trust.HotKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A CA whose keys exist in this object only. Nothing else ever trusts it.
public final class ThrowawayCa {
    /// Everybody here has this address, so no name has to be looked up.
    public static final String HOST = "127.0.0.1";

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final X500Name NAME = new X500Name("CN=kcd-gateway warm-up");

    private final Instant now;
    private final KeyPair key;
    private final X509Certificate certificate;
    private long serial;

    public ThrowawayCa(Clock clock) throws GeneralSecurityException, IOException {
        now = clock.instant();
        key = newKey();
        certificate = sign(builder(NAME, key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
    }

    /// Trust in it alone, as the edge judges devices by.
    public TrustAnchors anchors() {
        return TrustAnchors.of(List.of(certificate));
    }

    /// Trust in it alone, as clients judge servers by.
    public TrustOptions trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", certificate);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return TrustOptions.wrap(factory.getTrustManagers()[0]);
    }

    /// Somebody at [#HOST], server and client.
    public HotKeyManager somebody(String name) throws GeneralSecurityException, IOException {
        KeyPair own = newKey();
        X509Certificate leaf = sign(builder(new X500Name("CN=" + name), own)
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, HOST))));
        return new HotKeyManager(new KeyMaterial(List.of(leaf), own.getPrivate()));
    }

    KeyCertOptions identity(String name) throws GeneralSecurityException, IOException {
        return new HotKeyCertOptions(somebody(name));
    }

    private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair pair) {
        return new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(++serial),
                Date.from(now.minus(LIFETIME)),
                Date.from(now.plus(LIFETIME)),
                subject,
                pair.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder wanted) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            wanted.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
