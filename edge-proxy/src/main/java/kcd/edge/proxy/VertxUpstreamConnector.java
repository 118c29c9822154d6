package kcd.edge.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import kcd.edge.route.Route;
import kcd.edge.route.Upstream;
import kcd.edge.tcp.KeepAlive;
import kcd.edge.tls.UpstreamTls;

/// Connects with Vert.x' client around its pool.
///
/// `HttpClientInternal.connect` is the one entry of Vert.x 4.5 that hands out a connection instead of lending one
/// from a pool keyed by host and port (it is public API, `HttpClient.connect`, in Vert.x 5). A pool would let two
/// identities meet on one connection, which upstreams like IIS authenticate as a whole.
public final class VertxUpstreamConnector implements UpstreamConnector {
    static final int CONNECT_TIMEOUT_MS = 5_000;
    static final int TLS_TIMEOUT_MS = 5_000;
    static final int MAX_RESPONSE_HEADER_BYTES = 64 * 1024;
    static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final Map<String, HttpClientInternal> clients = new HashMap<>();

    private final KeepAlive keepAlive;

    public VertxUpstreamConnector(
            Vertx vertx, List<Route> routes, Map<String, TrustOptions> trust, int idleSeconds, KeepAlive keepAlive) {
        this.keepAlive = keepAlive;
        for (Route route : routes) {
            HttpClientOptions options = options(idleSeconds);
            TrustOptions own = trust.get(route.name());
            if (own != null) {
                options.setTrustOptions(own);
            }
            clients.put(route.name(), (HttpClientInternal) vertx.createHttpClient(options));
        }
    }

    /// HTTP/1.1 only: Negotiate authenticates connections, and HTTP/2 has no use for that (RFC 4559 section 6).
    private static HttpClientOptions options(int idleSeconds) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setSsl(true)
                .setVerifyHost(true)
                .setSslEngineOptions(new UpstreamTls())
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setSslHandshakeTimeout(TLS_TIMEOUT_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(idleSeconds)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpKeepAlive(true)
                .setMaxHeaderSize(MAX_RESPONSE_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setKeepAlive(true)
                .setPipelining(false)
                .setDecompressionSupported(false);
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        return options;
    }

    @Override
    public Future<UpstreamConnection> connect(Route route, Upstream upstream) {
        HttpClientInternal client = clients.get(route.name());
        if (client == null) {
            return Future.failedFuture(new IllegalArgumentException("no such route: " + route.name()));
        }
        SocketAddress address = SocketAddress.inetSocketAddress(upstream.port(), upstream.host());
        return client.connect(address, address).map(connection -> {
            keepAlive.applyTo(((ConnectionBase) connection).channel());
            return new UpstreamConnection(upstream, connection);
        });
    }
}
