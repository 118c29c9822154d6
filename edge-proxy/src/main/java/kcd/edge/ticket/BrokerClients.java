package kcd.edge.ticket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Connects to ticket-brokers: gRPC over TLS with both sides' certificates.
public final class BrokerClients {
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int TLS_TIMEOUT_SECONDS = 3;
    /// A broker that vanished without a word is noticed by the silence of its connection.
    private static final int IDLE_SECONDS = 120;

    /// A token of a user in a thousand groups stays below 64 KiB.
    private static final long MAX_TOKEN_BYTES = 64 * 1024;

    private static final long MAX_MESSAGE_BYTES = (1 + FurtherTokens.MOST + 1) * MAX_TOKEN_BYTES;

    private static final int MOST_TOGETHER = 64;

    private BrokerClients() {}

    /// For the event loop it is called on.
    ///
    /// @param deadline for a token, over all brokers
    public static TicketClient connect(
            Vertx vertx, BrokerDirectory brokers, KeyCertOptions own, TrustOptions trust, Duration deadline) {
        HttpClientOptions transport = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setVerifyHost(true)
                .setSslEngineOptions(new OpenSSLEngineOptions())
                .setKeyCertOptions(own)
                .setTrustOptions(trust)
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setSslHandshakeTimeout(TLS_TIMEOUT_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpKeepAlive(true);
        transport.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        HttpClient client = vertx.httpClientBuilder()
                .with(transport)
                .withConnectHandler(BrokerClients::gatherWrites)
                .build();
        return new GrpcTicketClient(vertx, new BrokerCalls(vertx, client, MAX_MESSAGE_BYTES), brokers, deadline);
    }

    /// Questions that arise in one turn of the event loop go out together, in one TLS record and one system call.
    private static void gatherWrites(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelHandlerContext http = base.channelHandlerContext();
            http.pipeline().addBefore(http.name(), "gatherer", new FlushConsolidationHandler(MOST_TOGETHER, true));
        }
    }
}
