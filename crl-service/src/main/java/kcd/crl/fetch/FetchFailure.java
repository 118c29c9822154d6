package kcd.crl.fetch;

/** Why a download failed. The names are metric labels. */
public enum FetchFailure {
    /** No connection, or it broke. */
    UNREACHABLE,
    /** Not done in time, however much had arrived. */
    TIMEOUT,
    /** An answer with another status than 200 or 304. */
    HTTP_STATUS,
    /** A directory's result code that is no success. */
    LDAP_RESULT,
    /** Too many redirects, or one to where we do not follow. */
    REDIRECT,
    /** More bytes than a list may have. */
    TOO_LARGE,
    /** The body ended early, or is neither DER nor PEM. */
    BROKEN_BODY,
    /** Our own disk did not take it. */
    STORAGE
}
