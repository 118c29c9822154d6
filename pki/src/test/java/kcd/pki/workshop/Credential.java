package kcd.pki.workshop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/** A certificate with its private key and the intermediates that a peer needs, leaf first, root left out. */
public record Credential(List<X509Certificate> chain, PrivateKey privateKey) {
    public Credential {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The leaf alone, as a device without intermediates presents it. */
    public Credential withoutIntermediates() {
        return new Credential(List.of(certificate()), privateKey);
    }

    public Credential withChain(X509Certificate... intermediates) {
        return new Credential(
                Stream.concat(Stream.of(certificate()), Stream.of(intermediates))
                        .toList(),
                privateKey);
    }

    /** Writes {@code NAME.crt} (the chain) and {@code NAME.key} (PKCS#8), as PEM, for curl and the services. */
    public PemFiles writePem(Path directory, String name) {
        try {
            Files.createDirectories(directory);
            Path certificate = Files.writeString(directory.resolve(name + ".crt"), Pem.of(chain));
            Path key = Files.writeString(directory.resolve(name + ".key"), Pem.of(privateKey));
            return new PemFiles(certificate, key);
        } catch (IOException e) {
            throw new WorkshopException("write " + name + " to " + directory, e);
        }
    }

    /** Writes {@code NAME.p12} with key and chain. */
    public Path writePkcs12(Path directory, String name, char[] password) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(name + ".p12");
            try (var out = Files.newOutputStream(file)) {
                keyStore(password).store(out, password);
            }
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new WorkshopException("write " + name + ".p12 to " + directory, e);
        }
    }

    /** For TLS clients and servers in the same JVM. */
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("key", privateKey, password, chain.toArray(X509Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new WorkshopException("make a key store", e);
        }
    }

    /** Whose; never the key. */
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal().getName();
    }

    /** Where {@link #writePem} wrote. */
    public record PemFiles(Path certificate, Path privateKey) {}
}
