package kcd.edge.route;

/// When a request towards the upstream carries a token.
public enum Authorization {
    /// With every request, until the upstream says `Persistent-Auth: true`; then once per connection.
    AUTO,
    /// With every request.
    ALWAYS,
    /// Only after the upstream asked with 401.
    ON_CHALLENGE
}
