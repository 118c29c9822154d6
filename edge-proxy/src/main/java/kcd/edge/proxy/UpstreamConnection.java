package kcd.edge.proxy;

import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.impl.HttpClientConnection;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import kcd.edge.route.Upstream;
import kcd.edge.ticket.FurtherTokens;
import kcd.edge.tls.ServerEndPoint;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection to an upstream. It is owned by one downstream connection from its first byte to its last.
final class UpstreamConnection {
    /// How long the upstream takes a connection for its user by one token, whatever the ticket's end: a user who is
    /// disabled meanwhile is refused with the next.
    static final Duration LONGEST_STANDING = Duration.ofHours(1);

    private final Upstream upstream;
    private final UpstreamWire wire;
    private final Optional<ServerEndPoint> binding;
    private final FurtherTokens furtherTokens = new FurtherTokens();
    private @Nullable String principal;
    private boolean authenticated;
    private boolean proven;
    private Instant standsUntil = Instant.MAX;
    private long restedSince;

    UpstreamConnection(Upstream upstream, HttpClientConnection connection) {
        this.upstream = upstream;
        this.binding = leaf(connection.sslSession()).flatMap(ServerEndPoint::of);
        this.wire = UpstreamWire.over(connection);
    }

    void whenClosed(Runnable action) {
        wire.whenClosed(action);
    }

    /// The next request on this connection; the one before has its whole answer.
    ///
    /// @param answered told of the answer's head, at most once
    /// @param unanswered told if there will be none
    UpstreamExchange send(HttpRequest head, Consumer<UpstreamExchange> answered, Runnable unanswered) {
        return wire.send(head, answered, unanswered);
    }

    Upstream upstream() {
        return upstream;
    }

    /// From the certificate shown on this very connection.
    Optional<ServerEndPoint> binding() {
        return binding;
    }

    /// Whether the upstream said that it has authenticated this connection for good.
    boolean isAuthenticated() {
        return authenticated;
    }

    void authenticated() {
        authenticated = true;
    }

    /// Whether a token of this user may travel here: the first one decides, since it is the connection that the
    /// upstream authenticates.
    boolean standsFor(String user) {
        if (principal == null) {
            principal = user;
        }
        return principal.equals(user);
    }

    /// Tokens for it that came along with others.
    FurtherTokens furtherTokens() {
        return furtherTokens;
    }

    /// A token travels on it now.
    void vouchedFor(Instant ticketEnd, Instant now) {
        Instant longest = now.plus(LONGEST_STANDING);
        standsUntil = ticketEnd.isBefore(longest) ? ticketEnd : longest;
    }

    /// Whether it should carry nothing more, so that the broker is asked about its user again.
    boolean hasOutlivedItsToken(Instant now) {
        return !now.isBefore(standsUntil);
    }

    /// Whether the upstream has proven, on this very connection, to be the service that the ticket was for.
    boolean isProven() {
        return proven;
    }

    void proven() {
        proven = true;
    }

    void restsSince(long nanos) {
        restedSince = nanos;
    }

    long restedSince() {
        return restedSince;
    }

    boolean isOpen() {
        return wire.isOpen();
    }

    void close() {
        wire.abandon();
    }

    private static Optional<X509Certificate> leaf(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? Optional.of(leaf) : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }
}
