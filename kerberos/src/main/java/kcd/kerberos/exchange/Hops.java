package kcd.kerberos.exchange;

import java.util.LinkedHashSet;
import java.util.Set;
import kcd.kerberos.failure.Attempt;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Realm;

/** A bounded way through realms that never comes by the same one twice. RFC 6806 sections 7 and 8. */
final class Hops {
    /** More trusts in a row than any forest has. */
    static final int MAX_HOPS = 10;

    private final Attempt.Step step;
    private final String what;
    private final Set<Realm> seen = new LinkedHashSet<>();

    Hops(Attempt.Step step, String what) {
        this.step = step;
        this.what = what;
    }

    /** Goes to {@code realm}. */
    void to(Realm realm) throws KerberosException {
        if (!seen.add(realm)) {
            throw Dialogue.violation(step, what, realm, "referrals go in circles: " + seen);
        }
        if (seen.size() > MAX_HOPS) {
            throw Dialogue.violation(step, what, realm, "more than " + MAX_HOPS + " referrals: " + seen);
        }
    }
}
