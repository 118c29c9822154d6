package kcd.edge.proxy;

/// How much a try depends on a token.
enum TokenNeed {
    /// As the route's mode and the connection's state say.
    BY_MODE,
    /// The upstream asked for one.
    CHALLENGED,
    /// The upstream refused one: the next must come from a renewed ticket.
    RENEWED
}
