package kcd.pki.file;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The one unencrypted private key of a PEM file: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) or SEC1 (RFC 5915). */
final class PrivateKeyFile {
    private PrivateKeyFile() {}

    static PrivateKey read(Path file) throws UnusableFileException {
        List<PemBlock> keys = CertificateFile.blocks(file, BoundedFile.read(file)).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new UnusableFileException(
                    file,
                    keys.isEmpty() ? "holds no PEM private key" : "holds " + keys.size() + " private keys",
                    "leave exactly one unencrypted PEM private key in it");
        }
        return decode(file, keys.getFirst());
    }

    private static PrivateKey decode(Path file, PemBlock block) throws UnusableFileException {
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> key(PrivateKeyInfo.getInstance(block.content()));
                case "RSA PRIVATE KEY" -> key(pkcs1(block.content()));
                case "EC PRIVATE KEY" -> key(sec1(block.content()));
                default ->
                    throw new UnusableFileException(
                            file,
                            "holds an " + block,
                            "decrypt it (openssl pkey) and protect the file by its permissions");
            };
        } catch (GeneralSecurityException | IOException | RuntimeException _) {
            // No message of the decoders: it might quote the key.
            throw new UnusableFileException(
                    file,
                    "the " + block + " is broken or of an unknown kind",
                    "use an RSA, EC or Ed25519 key in PKCS#8");
        }
    }

    private static PrivateKeyInfo pkcs1(byte[] der) throws IOException {
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                RSAPrivateKey.getInstance(der));
    }

    private static PrivateKeyInfo sec1(byte[] der) throws IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(der);
        ASN1Encodable curve = key.getParametersObject();
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    private static PrivateKey key(PrivateKeyInfo info) throws GeneralSecurityException, IOException {
        // The JDK's key factories go by the same OIDs: rsaEncryption, id-ecPublicKey, Ed25519, Ed448.
        return KeyFactory.getInstance(
                        info.getPrivateKeyAlgorithm().getAlgorithm().getId())
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded("DER")));
    }
}
