package kcd.edge.ticket;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Connects to ticket-brokers: gRPC over TLS with both sides' certificates.
public final class BrokerClients {
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int TLS_TIMEOUT_SECONDS = 5;
    /// A broker that vanished without a word is noticed by the silence of its connection.
    private static final int IDLE_SECONDS = 120;

    /// A token of a user in a thousand groups stays below 64 KiB.
    private static final long MAX_MESSAGE_BYTES = 256 * 1024;

    private BrokerClients() {}

    /// For the event loop it is called on.
    public static TicketClient connect(Vertx vertx, BrokerDirectory brokers, KeyCertOptions own, TrustOptions trust) {
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
        return new GrpcTicketClient(vertx, vertx.createHttpClient(transport), MAX_MESSAGE_BYTES, brokers);
    }
}
