package kcd.pki.file;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import kcd.pki.path.Printable;

/** A certificate chain, leaf first, and the private key that belongs to its leaf. */
public final class KeyMaterial {
    private final List<X509Certificate> chain;
    private final PrivateKey privateKey;

    public KeyMaterial(List<X509Certificate> chain, PrivateKey privateKey) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("key material without a certificate");
        }
        this.chain = List.copyOf(chain);
        this.privateKey = privateKey;
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Whose and until when; never the key. */
    @Override
    public String toString() {
        return Printable.subject(leaf()) + " until " + leaf().getNotAfter().toInstant();
    }
}
