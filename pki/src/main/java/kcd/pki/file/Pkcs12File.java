package kcd.pki.file;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kcd.pki.path.Certificates;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * The certificates of a password-protected .pfx file. RFC 7292.
 *
 * <p>Not by the JDK's KeyStore: it shows a certificate without a key only where Java's own "trusted" attribute marks it,
 * so a .pfx made by openssl or Windows would look empty.
 */
final class Pkcs12File {
    /** A private instance: the JVM's provider list is not ours to change. */
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private Pkcs12File() {}

    static boolean isNamedSo(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".pfx") || name.endsWith(".p12");
    }

    static List<X509Certificate> read(Path file, char[] password) throws UnusableFileException {
        byte[] bytes = BoundedFile.read(file);
        try {
            PKCS12PfxPdu pfx = new PKCS12PfxPdu(bytes);
            if (!pfx.hasMac()) {
                throw new UnusableFileException(file, "is not protected by a password", "export it with a password");
            }
            if (!pfx.isMacValid(new JcePKCS12MacCalculatorBuilderProvider().setProvider(PROVIDER), password)) {
                throw new UnusableFileException(
                        file, "does not open with the password", "correct the password of the trust store");
            }
            List<X509Certificate> certificates = certificates(file, pfx, password);
            if (certificates.isEmpty()) {
                throw new UnusableFileException(file, "holds no certificate", "export the CA certificates into it");
            }
            return certificates;
        } catch (PKCSException | IOException | RuntimeException e) {
            throw new UnusableFileException(
                    file, "is not a PKCS#12 file: " + e.getMessage(), "export it again, or name PEM files .pem");
        }
    }

    private static List<X509Certificate> certificates(Path file, PKCS12PfxPdu pfx, char[] password)
            throws PKCSException, IOException, UnusableFileException {
        InputDecryptorProvider decryptor = new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(PROVIDER)
                .build(password);
        List<X509Certificate> certificates = new ArrayList<>();
        for (ContentInfo content : pfx.getContentInfos()) {
            PKCS12SafeBagFactory bags = content.getContentType().equals(PKCSObjectIdentifiers.encryptedData)
                    ? new PKCS12SafeBagFactory(content, decryptor)
                    : new PKCS12SafeBagFactory(content);
            for (PKCS12SafeBag bag : bags.getSafeBags()) {
                if (bag.getBagValue() instanceof X509CertificateHolder holder) {
                    certificates.add(Certificates.parse(holder.getEncoded())
                            .orElseThrow(() -> new UnusableFileException(
                                    file, "holds a broken certificate", "export the CA certificates again")));
                }
            }
        }
        return certificates;
    }
}
