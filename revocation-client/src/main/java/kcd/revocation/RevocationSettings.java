package kcd.revocation;

import kcd.pki.revocation.RevocationPolicy;
import kcd.pki.revocation.WhenStale;

/**
 * Where revocation lists come from, and what an old one is worth.
 *
 * @param host of the crl-service
 * @param port of the crl-service
 * @param policy when nobody knows
 */
public record RevocationSettings(String host, int port, RevocationPolicy policy) {

    /** Whether certificates can be judged before the first list has arrived. */
    boolean worksWithoutLists() {
        return policy.otherwise() instanceof WhenStale.Allow;
    }
}
