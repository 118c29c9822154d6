package kcd.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.util.encoders.DecoderException;

/** Reads the PEM files that settings name; what is wrong with a file is a fault of its setting. */
public final class PemFiles {

    private static final byte[] PROBE =
            "kcd: does this key belong to this certificate?".getBytes(StandardCharsets.UTF_8);

    private final StartupFaults faults;

    public PemFiles(StartupFaults faults) {
        this.faults = faults;
    }

    /** Every certificate in the file, at least one. */
    public Optional<List<X509Certificate>> certificates(String key, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return Optional.of(certificates);
            }
            faults.add(key, file.toString(), "holds no certificate", "write at least one PEM certificate into it");
        } catch (IOException e) {
            faults.add(key, file.toString(), "cannot be read: " + e.getMessage(), "grant read access to it");
        } catch (CertificateException e) {
            faults.add(
                    key, file.toString(), "holds something that is no certificate", "write PEM certificates into it");
        }
        return Optional.empty();
    }

    /** The private key in the file: PKCS#8, PKCS#1 or SEC 1, never encrypted. */
    public Optional<PrivateKey> privateKey(String key, Path file) {
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(text)) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PEMKeyPair pair) {
                    return Optional.of(decode(pair.getPrivateKeyInfo()));
                }
                if (object instanceof PrivateKeyInfo info) {
                    return Optional.of(decode(info));
                }
            }
        } catch (IOException | GeneralSecurityException | DecoderException e) {
            // Neither the file's content nor the parser's words about it are repeated: they may hold key bytes.
        }
        faults.add(key, file.toString(), "holds no readable unencrypted private key", "write it in PEM, PKCS#8 form");
        return Optional.empty();
    }

    /** Whether the certificate is valid at this time; a fault if not. */
    public boolean valid(String key, Path file, X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            faults.add(
                    key, file.toString(), "is valid from " + from + " to " + until + " only", "renew the certificate");
            return false;
        }
        return true;
    }

    /** Whether key and certificate belong together, found out by signing and verifying; a fault if not. */
    public boolean match(String key, Path file, PrivateKey privateKey, X509Certificate certificate) {
        PublicKey publicKey = certificate.getPublicKey();
        try {
            String algorithm = signatureAlgorithm(publicKey);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(PROBE);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(PROBE);
            if (verifier.verify(signer.sign())) {
                return true;
            }
        } catch (GeneralSecurityException e) {
            // A key of another algorithm cannot even start to sign; the fault below covers it.
        }
        faults.add(key, file.toString(), "is not the key of the certificate", "use the pair that was issued together");
        return false;
    }

    private static PrivateKey decode(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static String signatureAlgorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
