package kcd.pki.workshop;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
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

    /** How a file is encrypted and authenticated. */
    public enum Protection {
        /** AES-256 and SHA-256: openssl 3, recent Windows. */
        MODERN(NISTObjectIdentifiers.id_aes256_CBC, NISTObjectIdentifiers.id_sha256),
        /** Triple DES and SHA-1: Windows' default for long. */
        TRIPLE_DES(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, OIWObjectIdentifiers.idSHA1),
        /** RC2 with 40 bits and SHA-1: openssl before 3. */
        RC2_40(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC, OIWObjectIdentifiers.idSHA1);

        private final ASN1ObjectIdentifier encryption;
        private final ASN1ObjectIdentifier digest;

        Protection(ASN1ObjectIdentifier encryption, ASN1ObjectIdentifier digest) {
            this.encryption = encryption;
            this.digest = digest;
        }
    }

    /** With modern protection. */
    public static byte[] certificatesOnly(char[] password, X509Certificate... certificates) {
        return certificatesOnly(Protection.MODERN, password, certificates);
    }

    /** No friendly names and no Java attributes. */
    public static byte[] certificatesOnly(Protection protection, char[] password, X509Certificate... certificates) {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        try {
            OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(protection.encryption)
                    .setProvider(provider)
                    .setIterationCount(ITERATIONS)
                    .build(password);
            PKCS12SafeBag[] bags = Arrays.stream(certificates).map(Pkcs12::bag).toArray(PKCS12SafeBag[]::new);
            return new PKCS12PfxPduBuilder()
                    .addEncryptedData(encryptor, bags)
                    .build(
                            new JcePKCS12MacCalculatorBuilder(protection.digest)
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
