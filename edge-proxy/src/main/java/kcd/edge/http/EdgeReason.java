package kcd.edge.http;

/// Why the edge itself did not forward a request, or could not bring back the answer.
public enum EdgeReason {
    /// Two framings, a second Content-Length, a folded line, or another thing two readers read differently.
    MALFORMED_REQUEST,
    /// Not a path that everyone on the way reads alike.
    MALFORMED_TARGET,
    /// The request line is longer than the limit.
    TARGET_TOO_LONG,
    /// The header is larger than the limit.
    HEADER_TOO_LARGE,
    /// No route covers the path.
    NO_ROUTE,
    /// The route does not let the method through.
    METHOD_REFUSED,
    /// No client certificate, where one is required.
    CERTIFICATE_MISSING,
    /// The client certificate leads to no trust anchor or breaks a rule of RFC 5280.
    CERTIFICATE_REJECTED,
    /// The client certificate is revoked.
    CERTIFICATE_REVOKED,
    /// Whether the client certificate is revoked cannot be known now.
    REVOCATION_UNKNOWN,
    /// The device has as many requests under way as it may.
    TOO_MANY_REQUESTS,
    /// No upstream of the route accepts connections.
    UPSTREAM_UNREACHABLE,
    /// The upstream's certificate is not trusted or not for its name.
    UPSTREAM_UNTRUSTED,
    /// The upstream closed, or spoke no HTTP, before its answer began.
    UPSTREAM_BROKEN,
    /// The upstream refused the token, and a fresh one as well.
    TOKEN_REFUSED,
    /// The upstream refused the token, and the body is too long to send it again.
    TOKEN_REFUSED_MIDWAY,
    /// The upstream was to prove who it is, and did not.
    UPSTREAM_UNPROVEN,
    /// The upstream named another server, and the body is too long to send it again; the next request goes there.
    MOVED_MIDWAY,
    /// The connection stood for another user than the request; it was closed, and nothing sent.
    MIX_UP_PREVENTED,
    /// The body is longer than the limit.
    BODY_TOO_LARGE,
    /// A fault of the edge; its log has the cause.
    INTERNAL
}
