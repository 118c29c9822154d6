package kcd.pki.crl;

/** Which delta goes with which complete list (RFC 5280 section 5.2.4, conditions (c) and (d)). */
final class DeltaRules {

    private DeltaRules() {}

    /** Whether the complete list is recent enough for the delta to build on. */
    static boolean applies(CrlHeader base, CrlHeader delta) {
        CrlNumber number = base.number();
        CrlNumber from = delta.baseNumber();
        return number != null && from != null && number.compareTo(from) >= 0;
    }

    /** Whether the delta applies and is newer than the complete list. */
    static boolean extend(CrlHeader base, CrlHeader delta) {
        CrlNumber baseNumber = base.number();
        CrlNumber deltaNumber = delta.number();
        return applies(base, delta)
                && baseNumber != null
                && deltaNumber != null
                && deltaNumber.compareTo(baseNumber) > 0;
    }
}
