package kcd.pki.workshop;

import java.security.PrivateKey;
import java.util.List;

/** One chain of the {@link CertificateMatrix}: what it is, and what has to become of it. */
public final class Specimen {
    /** The verdict of a chain that is let in with an identity. */
    public static final String ADMITTED = "ADMITTED";

    private final String description;
    private final List<byte[]> chain;
    private final PrivateKey privateKey;
    private final String verdict;

    Specimen(String description, List<byte[]> chain, PrivateKey privateKey, String verdict) {
        this.description = description;
        this.chain = List.copyOf(chain);
        this.privateKey = privateKey;
        this.verdict = verdict;
    }

    public String description() {
        return description;
    }

    /** DER, leaf first; not all of it can be parsed. */
    public List<byte[]> chain() {
        return chain.stream().map(byte[]::clone).toList();
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    /** {@link #ADMITTED} or the name of a {@code PathFault} or {@code IdentityFault}. */
    public String verdict() {
        return verdict;
    }

    @Override
    public String toString() {
        return description + ": " + verdict;
    }
}
