package kcd.pki.crl;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Who signed a list, and which of its CA's certificates it is about. RFC 5280 section 6.3.3 (b).
 *
 * @param signerKey SHA-256 of the DER SubjectPublicKeyInfo that verified its latest part; empty where nobody said
 * @param partitioned whether it is only about certificates that name one of its distribution points
 * @param points the URIs of those points; none if they are named otherwise
 */
public record ListSource(Octets signerKey, boolean partitioned, Set<String> points) {

    /** What a feed does not tell that knows nothing of sources. */
    public static final ListSource UNSAID = new ListSource(Octets.of(new byte[0]), false, Set.of());

    /** The most URIs of one list, or of one certificate. */
    public static final int MAX_POINTS = DistributionPointNames.MAX_URIS;

    /** The longest of them. */
    public static final int MAX_POINT_CHARS = DistributionPointNames.MAX_URI_BYTES;

    /** Keeps a copy of the names. */
    public ListSource {
        points = Set.copyOf(points);
    }

    /**
     * Whether its silence about a certificate says that this is not revoked.
     *
     * @param named the URIs in the certificate's own CRLDistributionPoints; empty if it has no such extension
     */
    public boolean covers(Optional<Set<String>> named) {
        return !partitioned || named.isEmpty() || !Collections.disjoint(points, named.get());
    }

    /** Whether the two have one signer, as far as is known. */
    boolean isSignedAs(ListSource other) {
        return signerKey.isEmpty() || other.signerKey.isEmpty() || signerKey.equals(other.signerKey);
    }
}
