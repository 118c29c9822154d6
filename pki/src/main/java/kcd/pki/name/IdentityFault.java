package kcd.pki.name;

/** Why a verified certificate names nobody that we would ask a ticket for; the name is the reason code. */
public enum IdentityFault {
    /** Neither a UPN in the SAN nor, where allowed, one in the subject CN. */
    NO_UPN,
    SEVERAL_UPNS,
    /** The SAN or SID extension is not the DER it has to be. */
    MALFORMED_EXTENSION,
    UPN_EMPTY,
    UPN_TOO_LONG,
    UPN_NOT_UTF8,
    /** NUL and other control characters, which end or bend the name for somebody. */
    UPN_CONTROL_CHARACTER,
    UPN_WHITESPACE,
    /** Zero-width, bidirectional and other characters that cannot be seen; private and unassigned ones. */
    UPN_INVISIBLE_CHARACTER,
    UPN_FORBIDDEN_CHARACTER,
    /** Not exactly one at sign, or nothing on one side of it. */
    UPN_FORM,
    /** Letters that Unicode itself folds into others, such as full-width ones. */
    UPN_NOT_NORMALISED,
    /** Letters of several scripts in one label, as homographs have. */
    UPN_MIXED_SCRIPT,
    /** The CA is not allowed to speak for this UPN suffix. */
    SUFFIX_NOT_ALLOWED,
    SID_MALFORMED,
    SEVERAL_SIDS
}
