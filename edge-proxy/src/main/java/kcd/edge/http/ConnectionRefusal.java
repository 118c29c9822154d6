package kcd.edge.http;

/// Why a device's connection was closed before its first request.
public enum ConnectionRefusal {
    /// The certificate has as many connections open as it may.
    TOO_MANY_OF_CERTIFICATE,
    /// The address has as many connections open as it may.
    TOO_MANY_OF_SOURCE
}
