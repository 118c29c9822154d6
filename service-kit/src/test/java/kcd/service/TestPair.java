package kcd.service;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A self-signed certificate with its key, written as PEM files. */
record TestPair(KeyPair keys, X509CertificateHolder certificate) {

    static TestPair valid(String algorithm, Instant from, Instant until) {
        try {
            KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            X500Principal name = new X500Principal("CN=service-kit test");
            String signature = algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                            name, BigInteger.ONE, Date.from(from), Date.from(until), name, keys.getPublic())
                    .build(new JcaContentSignerBuilder(signature).build(keys.getPrivate()));
            return new TestPair(keys, certificate);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    Path writeCertificate(Path file) {
        return write(file, certificate);
    }

    /** Writes the key in the form traditional for its algorithm: PKCS#1 or SEC 1 (RFC 5915). */
    Path writeKey(Path file) {
        if (!(keys.getPrivate() instanceof ECPrivateKey ec)) {
            return write(file, keys.getPrivate());
        }
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(ec.getEncoded());
        ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
        int bits = ec.getParams().getOrder().bitLength();
        try {
            byte[] der = new org.bouncycastle.asn1.sec.ECPrivateKey(bits, ec.getS(), curve).getEncoded();
            return write(file, new PemObject("EC PRIVATE KEY", der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, Object object) {
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
