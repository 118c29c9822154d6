package kcd.pki.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.pki.path.Printable;

/** Loads a certificate chain and its private key from two PEM files, and checks that they belong together. */
public final class PemKeys {
    private static final byte[] PROBE = "does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);

    private final InstantSource clock;

    public PemKeys(InstantSource clock) {
        this.clock = clock;
    }

    public KeyLoad load(Path certificateFile, Path keyFile) {
        List<FileFault> faults = new ArrayList<>();
        List<X509Certificate> chain = List.of();
        Optional<PrivateKey> key = Optional.empty();
        try {
            chain = CertificateFile.read(certificateFile);
            chainFault(certificateFile, chain).ifPresent(faults::add);
        } catch (UnusableFileException e) {
            faults.add(e.fault());
        }
        try {
            key = Optional.of(PrivateKeyFile.read(keyFile));
        } catch (UnusableFileException e) {
            faults.add(e.fault());
        }
        if (!chain.isEmpty() && key.isPresent()) {
            if (belongTogether(key.get(), chain.getFirst().getPublicKey())) {
                return faults.isEmpty()
                        ? new KeyLoad.Loaded(new KeyMaterial(chain, key.get()))
                        : new KeyLoad.Unusable(faults);
            }
            faults.add(new FileFault(
                    keyFile.toString(),
                    "is not the key of the first certificate in " + certificateFile,
                    "put the server's own certificate first, or give its key"));
        }
        return new KeyLoad.Unusable(faults);
    }

    private Optional<FileFault> chainFault(Path file, List<X509Certificate> chain) {
        Instant now = clock.instant();
        X509Certificate leaf = chain.getFirst();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            return Optional.of(new FileFault(
                    file.toString(),
                    Printable.subject(leaf) + " expired at "
                            + leaf.getNotAfter().toInstant(),
                    "renew the certificate"));
        }
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate issuer = chain.get(i);
            if (!issuer.getSubjectX500Principal().equals(chain.get(i - 1).getIssuerX500Principal())) {
                return Optional.of(new FileFault(
                        file.toString(),
                        "%s did not issue the certificate before it".formatted(Printable.subject(issuer)),
                        "order the chain: own certificate first, then each one's issuer"));
            }
        }
        return Optional.empty();
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
