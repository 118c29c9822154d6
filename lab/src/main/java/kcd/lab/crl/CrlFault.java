package kcd.lab.crl;

/// How the distribution point misbehaves.
public enum CrlFault {
    NONE,
    /// Status 500.
    SERVER_ERROR,
    /// Status 404.
    MISSING,
    /// Announces the whole list, sends half, closes.
    TRUNCATED,
    /// The head at once, then one octet in a while: what a read timeout alone does not end.
    SLOW,
    /// Status 200 with a web page: the captive portal, the maintenance notice.
    WEB_PAGE
}
