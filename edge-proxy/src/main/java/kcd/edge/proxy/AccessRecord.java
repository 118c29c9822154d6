package kcd.edge.proxy;

import java.util.Optional;
import kcd.edge.failure.Failure;
import kcd.edge.tls.CertificateLabel;
import kcd.edge.trace.RequestTrace;
import org.jspecify.annotations.Nullable;

/// What one request was and what became of it; written once, at its end. Never a token, a header value or a body.
public final class AccessRecord {
    private final String method;
    private final String path;
    private final String protocol;
    private final String remote;
    private final RequestTrace trace;
    private final long startedNanos;
    private @Nullable CertificateLabel certificate;
    private @Nullable String route;
    private @Nullable String upstream;
    private @Nullable String user;
    private @Nullable String reason;
    private @Nullable String rejection;
    private boolean redirected;
    private int tokens;
    private int status;
    private long connectNanos;
    private long tokenNanos;
    private long headNanos;
    private long bytesIn;
    private long bytesOut;

    AccessRecord(String method, String path, String protocol, String remote, RequestTrace trace, long startedNanos) {
        this.method = method;
        this.path = path;
        this.protocol = protocol;
        this.remote = remote;
        this.trace = trace;
        this.startedNanos = startedNanos;
    }

    void certificate(CertificateLabel label) {
        certificate = label;
    }

    void route(String name) {
        route = name;
    }

    void connected(String to, long nanos) {
        upstream = to;
        connectNanos += nanos;
    }

    void minted(Optional<String> clientPrincipal, long nanos) {
        tokens++;
        tokenNanos += nanos;
        clientPrincipal.ifPresent(principal -> user = principal);
    }

    void answered(long nanos) {
        headNanos += nanos;
    }

    /// What the upstream had against a token.
    void rejected(String words) {
        if (!words.isEmpty()) {
            rejection = words;
        }
    }

    void redirected() {
        redirected = true;
    }

    void failed(Failure failure) {
        reason = failure.code();
    }

    void failed(String code) {
        reason = code;
    }

    void finished(int finalStatus, long received, long sent) {
        status = finalStatus;
        bytesIn = received;
        bytesOut = sent;
    }

    public RequestTrace trace() {
        return trace;
    }

    /// What the upstream had against a token, in words.
    public Optional<String> rejection() {
        return Optional.ofNullable(rejection);
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public String protocol() {
        return protocol;
    }

    public String remote() {
        return remote;
    }

    public Optional<CertificateLabel> certificate() {
        return Optional.ofNullable(certificate);
    }

    public Optional<String> route() {
        return Optional.ofNullable(route);
    }

    public Optional<String> upstream() {
        return Optional.ofNullable(upstream);
    }

    /// As Kerberos names it.
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /// Why the request failed.
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /// Whether the upstream named another server, and that one was asked.
    public boolean isRedirected() {
        return redirected;
    }

    public int tokens() {
        return tokens;
    }

    public int status() {
        return status;
    }

    public long startedNanos() {
        return startedNanos;
    }

    public long connectNanos() {
        return connectNanos;
    }

    public long tokenNanos() {
        return tokenNanos;
    }

    public long headNanos() {
        return headNanos;
    }

    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return bytesOut;
    }
}
