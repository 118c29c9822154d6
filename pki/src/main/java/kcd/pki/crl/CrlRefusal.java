package kcd.pki.crl;

/** Why a revocation list does not count. The names are metric labels. */
public enum CrlRefusal {
    /** No list in DER as RFC 5280 section 5 has it. */
    MALFORMED,
    /** More bytes, entries or octets than our bounds allow. */
    TOO_LARGE,
    /** It has a critical extension that we do not know, so we do not know what the list means. */
    UNKNOWN_CRITICAL_EXTENSION,
    /** It lists other CAs' certificates (RFC 5280 section 5.3.3), which its signer may not do here. */
    INDIRECT,
    /** It covers too little to say "not revoked": some reasons, CA or attribute certificates only. */
    PARTIAL_SCOPE,
    /** It is for another distribution point than the list in force. */
    OTHER_SCOPE,
    /** No configured issuer has this name. */
    UNKNOWN_ISSUER,
    /** The issuer has the name, but not the key that the list names. */
    OTHER_KEY,
    /** Signed with an algorithm that proves nothing any more, or one we do not know. */
    WEAK_SIGNATURE,
    /** The signature is not the issuer's. */
    BAD_SIGNATURE,
    /** Its thisUpdate is in the future. */
    FROM_THE_FUTURE,
    /** It has no nextUpdate, so nobody could tell when it is stale (RFC 5280 section 5.1.2.5 demands one). */
    NO_NEXT_UPDATE,
    /** Its number, or its thisUpdate where there are no numbers, is before that of the list in force. */
    WENT_BACK,
    /** It has the number and thisUpdate of the list in force, and other entries. */
    CONTRADICTS,
    /** A delta for a complete list that is not there, or not recent enough. */
    NO_BASE
}
