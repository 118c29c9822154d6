package kcd.lab.kdc;

/// The errors these KDCs give. RFC 4120 section 7.5.9, RFC 6806 section 7.
enum ErrorCode {
    C_PRINCIPAL_UNKNOWN(6),
    S_PRINCIPAL_UNKNOWN(7),
    POLICY(12),
    BADOPTION(13),
    ETYPE_NOSUPP(14),
    CLIENT_REVOKED(18),
    PREAUTH_FAILED(24),
    PREAUTH_REQUIRED(25),
    MUST_USE_USER2USER(27),
    BAD_INTEGRITY(31),
    TKT_EXPIRED(32),
    REPEAT(34),
    NOT_US(35),
    BADMATCH(36),
    SKEW(37),
    MODIFIED(41),
    INAPP_CKSUM(50),
    RESPONSE_TOO_BIG(52),
    GENERIC(60),
    WRONG_REALM(68);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
