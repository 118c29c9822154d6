package kcd.edge.route;

/// A web server requests are forwarded to, always over TLS.
///
/// @param host its name, as its certificate has it and as it expects the Host header
/// @param port TCP port
public record Upstream(String host, int port) {
    private static final int HTTPS = 443;

    /// What goes into the Host header. RFC 9110 section 7.2.
    public String authority() {
        return port == HTTPS ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
