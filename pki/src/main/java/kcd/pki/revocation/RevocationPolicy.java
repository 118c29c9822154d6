package kcd.pki.revocation;

import java.util.Map;
import kcd.pki.crl.IssuerId;

/**
 * What to do when nobody knows, CA by CA.
 *
 * @param otherwise for every CA without a rule of its own
 * @param byIssuer the CAs that have one
 */
public record RevocationPolicy(WhenStale otherwise, Map<IssuerId, WhenStale> byIssuer) {

    /** The default: what cannot be checked is refused. */
    public static final RevocationPolicy REJECT = of(new WhenStale.Reject());

    /** Keeps a copy of the map. */
    public RevocationPolicy {
        byIssuer = Map.copyOf(byIssuer);
    }

    /** The same for all CAs. */
    public static RevocationPolicy of(WhenStale whenStale) {
        return new RevocationPolicy(whenStale, Map.of());
    }

    /** The rule for one CA. */
    public WhenStale forIssuer(IssuerId issuer) {
        return byIssuer.getOrDefault(issuer, otherwise);
    }
}
