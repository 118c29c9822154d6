package kcd.pki.crl;

/** What {@link CrlAcceptance} says about a list that arrived. */
public sealed interface CrlVerdict {

    /**
     * The list counts from now on.
     *
     * @param list what is held of its issuer now
     * @param delta whether it was a delta CRL
     */
    record Accepted(HeldList list, boolean delta) implements CrlVerdict {}

    /** It is sound, and says nothing that is not known already. */
    record Unchanged(IssuerId issuer) implements CrlVerdict {}

    /** It does not count; what was in force stays so. */
    record Rejected(CrlRefusal refusal, String detail) implements CrlVerdict {}
}
