package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Proof that a client certificate chained to our trust when it was judged; only {@link PathValidator} makes one.
 *
 * <p>Revocation is not part of it: that is asked afterwards, with this path in hand.
 */
public final class VerifiedPath implements PathResult {
    private final X509Certificate leaf;
    private final CertificateHash leafHash;
    private final List<X509Certificate> issuers;
    private final TrustGeneration generation;

    VerifiedPath(
            X509Certificate leaf, CertificateHash leafHash, List<X509Certificate> issuers, TrustGeneration generation) {
        this.leaf = leaf;
        this.leafHash = leafHash;
        this.issuers = List.copyOf(issuers);
        this.generation = generation;
    }

    /** The client's own certificate. */
    public X509Certificate leaf() {
        return leaf;
    }

    public CertificateHash leafHash() {
        return leafHash;
    }

    /** The CA that signed the leaf, whose CRL speaks of it. */
    public X509Certificate issuer() {
        return issuers.getFirst();
    }

    /** The CAs from the leaf's issuer up to the anchor, both included. */
    public List<X509Certificate> issuers() {
        return issuers;
    }

    /** Leaf first, anchor last. */
    public List<X509Certificate> certificates() {
        return Stream.concat(Stream.of(leaf), issuers.stream()).toList();
    }

    /** The configured certificate where the path ends. */
    public X509Certificate anchor() {
        return issuers.getLast();
    }

    /** The trust material that the path was judged by. */
    public TrustGeneration generation() {
        return generation;
    }

    @Override
    public String toString() {
        return Printable.subject(leaf) + " serial " + leaf.getSerialNumber().toString(16) + " by "
                + Printable.subject(issuer());
    }
}
