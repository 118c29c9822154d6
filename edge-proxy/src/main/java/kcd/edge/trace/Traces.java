package kcd.edge.trace;

/// Begins a trace for each request. W3C Trace Context.
///
/// Always anew: a device's own `traceparent` could make many requests look like one, or one like somebody else's
/// (section 4.3 of the recommendation lets a front gateway restart traces).
@FunctionalInterface
public interface Traces {
    /// The field that carries a trace on, in HTTP and in gRPC's metadata.
    String FIELD = "traceparent";

    /// @param path without a query
    RequestTrace begin(String method, String path);
}
