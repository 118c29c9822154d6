package kcd.pki.workshop;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** PKCS#12 files of certificates without keys, as {@code openssl pkcs12 -export -nokeys} makes them. RFC 7292. */
public final class Pkcs12 {
    private static final int ITERATIONS = 2048;

    private Pkcs12() {}

    /** AES-256 and SHA-256; no friendly names and no Java attributes. */
    public static byte[] certificatesOnly(char[] password, X509Certificate... certificates) {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        try {
            OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(provider)
                    .setIterationCount(ITERATIONS)
                    .build(password);
            PKCS12SafeBag[] bags = Arrays.stream(certificates).map(Pkcs12::bag).toArray(PKCS12SafeBag[]::new);
            return new PKCS12PfxPduBuilder()
                    .addEncryptedData(encryptor, bags)
                    .build(
                            new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                    .setProvider(provider)
                                    .setIterationCount(ITERATIONS),
                            password)
                    .getEncoded();
        } catch (IOException | OperatorCreationException | PKCSException e) {
            throw new WorkshopException("make a PKCS#12 file", e);
        }
    }

    private static PKCS12SafeBag bag(X509Certificate certificate) {
        try {
            return new PKCS12SafeBagBuilder(new JcaX509CertificateHolder(certificate)).build();
        } catch (IOException | java.security.cert.CertificateEncodingException e) {
            throw new WorkshopException("put a certificate into a bag", e);
        }
    }
}
