package kcd.crl;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** The deployment's own CA in tests: what the services show each other. Writes PEM files. */
public final class MeshPki {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final X500Principal name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public MeshPki(String commonName) {
        name = new X500Principal("CN=" + commonName);
        certificate = issue(name, keys, true);
    }

    /** Writes NAME.crt and NAME.key of a new service, good for localhost. */
    public void writeService(Path directory, String service) {
        KeyPair own = newKeys();
        write(directory.resolve(service + ".crt"), issue(new X500Principal("CN=" + service), own, false));
        write(
                directory.resolve(service + ".key"),
                new PemObject("PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    /** Writes the CA's certificate. */
    public Path writeTrustStore(Path file) {
        return write(file, certificate);
    }

    private X509Certificate issue(X500Principal subject, KeyPair own, boolean ca) {
        Instant now = Instant.now();
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                                    Date.from(now.minus(Duration.ofHours(1))),
                                    Date.from(now.plus(Duration.ofDays(1))),
                                    subject,
                                    own.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(ca))
                            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes one object, a certificate or the like, in PEM. */
    public static Path write(Path file, Object object) {
        StringWriter text = new StringWriter();
        try {
            try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
                pem.writeObject(object);
            }
            return Files.writeString(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
