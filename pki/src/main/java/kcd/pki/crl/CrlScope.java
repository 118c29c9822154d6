package kcd.pki.crl;

import java.util.Collections;
import java.util.Set;

/**
 * What a list covers: its issuing distribution point extension (RFC 5280 section 5.2.5).
 *
 * @param partitioned whether it names a distribution point, and so covers certificates that name the same only
 * @param distributionPoints the URIs of that distribution point; none if it is named otherwise
 * @param coverage which certificates
 * @param someReasons whether it lists revocations for some reasons only
 * @param indirect whether it may list certificates of other issuers
 */
public record CrlScope(
        boolean partitioned, Set<String> distributionPoints, Coverage coverage, boolean someReasons, boolean indirect) {

    /** Everything its issuer ever issued: the scope of a list without the extension. */
    public static final CrlScope FULL = new CrlScope(false, Set.of(), Coverage.ALL, false, false);

    /** Which certificates a list covers. */
    public enum Coverage {
        ALL,
        USER_CERTIFICATES,
        CA_CERTIFICATES,
        ATTRIBUTE_CERTIFICATES
    }

    /** Keeps a copy of the names. */
    public CrlScope {
        distributionPoints = Set.copyOf(distributionPoints);
    }

    /** Whether two lists of one issuer are about the same certificates: equal kinds, and a common distribution point. */
    boolean sameAs(CrlScope other) {
        boolean samePoint = partitioned == other.partitioned
                && (distributionPoints.equals(other.distributionPoints)
                        || !Collections.disjoint(distributionPoints, other.distributionPoints));
        return samePoint && coverage == other.coverage && indirect == other.indirect;
    }
}
