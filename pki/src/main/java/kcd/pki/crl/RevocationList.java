package kcd.pki.crl;

/**
 * One issuer's revocation list in force.
 *
 * @param state all but the serials
 * @param serials the certificates that are revoked
 */
public record RevocationList(ListState state, SerialSet serials) {

    /** Checks that the parts belong together. */
    public RevocationList {
        if (state.entries() != serials.size()) {
            throw new IllegalArgumentException(
                    "list of " + state.issuer() + " says " + state.entries() + " entries, has " + serials.size());
        }
    }

    public IssuerId issuer() {
        return state.issuer();
    }
}
