package kcd.edge;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import kcd.edge.config.EdgeSettings;

/// How the edge listens: where, and with everything bounded that a device could make large or slow.
final class Listener {
    private static final int ACCEPT_BACKLOG = 1024;
    private static final int MAX_CHUNK_BYTES = 16 * 1024;

    private Listener() {}

    /// Adds to the options of TLS.
    static HttpServerOptions options(EdgeSettings settings, HttpServerOptions tls) {
        EdgeSettings.Limits limits = settings.limits();
        return tls.setHost(settings.listen().host())
                .setPort(settings.listen().port())
                .setSslHandshakeTimeout(limits.handshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) limits.idleTimeout().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setTcpKeepAlive(true)
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxInitialLineLength(limits.requestLineBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(limits.streamsPerConnection())
                        .setMaxHeaderListSize(limits.headerBytes())
                        .setPushEnabled(false))
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                // No route speaks WebSocket; their handler would read every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true);
    }
}
