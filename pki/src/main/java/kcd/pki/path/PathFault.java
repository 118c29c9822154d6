package kcd.pki.path;

/** Why a presented chain was refused; the name is the reason code in logs and metrics. */
public enum PathFault {
    EMPTY_CHAIN,
    CHAIN_TOO_LONG,
    CERTIFICATE_TOO_LARGE,
    MALFORMED,
    /** The leaf's serial number is zero, negative or longer than 20 octets. RFC 5280 section 4.1.2.2. */
    UNUSUAL_SERIAL_NUMBER,
    UNKNOWN_ISSUER,
    BAD_SIGNATURE,
    WEAK_SIGNATURE,
    WEAK_KEY,
    EXPIRED,
    NOT_YET_VALID,
    ISSUER_EXPIRED,
    ISSUER_NOT_YET_VALID,
    WRONG_EXTENDED_KEY_USAGE,
    MISSING_EXTENDED_KEY_USAGE,
    WRONG_KEY_USAGE,
    LEAF_IS_CA,
    ISSUER_NOT_CA,
    PATH_TOO_LONG,
    UNKNOWN_CRITICAL_EXTENSION,
    /** Name constraints or certificate policies of a CA in the path. RFC 5280 section 6.1. */
    CONSTRAINT_VIOLATED
}
