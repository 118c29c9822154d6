package kcd.edge.warmup;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import kcd.ticket.v1.MintTokenResponse;

/// The two that an edge talks to, as poor as they can be: an upstream, and a broker whose tokens open nothing.
public final class LoopbackServers {
    /// Asked for in the query of a request that is to have a long answer.
    public static final String LONG = "long";

    private static final int ANSWER_BYTES = 2048;
    private static final int LONG_ANSWER_BYTES = 256 * 1024;
    /// What a token with a PAC weighs.
    private static final int TOKEN_BYTES = 2000;
    private static final int GRPC_HEAD_BYTES = 5;

    private final HttpServer upstream;
    private final HttpServer broker;
    private final Buffer answer = Buffer.buffer(new byte[ANSWER_BYTES]);
    private final Buffer longAnswer = Buffer.buffer(new byte[LONG_ANSWER_BYTES]);
    private final Buffer minted = minted();

    public LoopbackServers(Vertx vertx, ThrowawayCa ca) throws GeneralSecurityException, IOException {
        upstream = vertx.createHttpServer(options(ca)).requestHandler(this::serve);
        broker = vertx.createHttpServer(options(ca).setUseAlpn(true).setClientAuth(ClientAuth.REQUIRED))
                .requestHandler(this::mint);
    }

    private static HttpServerOptions options(ThrowawayCa ca) throws GeneralSecurityException, IOException {
        return new HttpServerOptions()
                .setHost(ThrowawayCa.HOST)
                .setPort(0)
                .setSsl(true)
                .setSslEngineOptions(new OpenSSLEngineOptions())
                .setKeyCertOptions(ca.identity("server"))
                .setTrustOptions(ca.trust());
    }

    public Future<?> start() {
        return Future.all(upstream.listen(), broker.listen());
    }

    public Future<?> stop() {
        return Future.join(upstream.close(), broker.close());
    }

    public int upstreamPort() {
        return upstream.actualPort();
    }

    public int brokerPort() {
        return broker.actualPort();
    }

    private void serve(HttpServerRequest request) {
        request.endHandler(_ -> request.response()
                .putHeader("Content-Type", "application/vnd.ms-sync.wbxml")
                .putHeader("Persistent-Auth", "true")
                .end(LONG.equals(request.query()) ? longAnswer : answer));
    }

    private void mint(HttpServerRequest request) {
        request.endHandler(_ -> request.response()
                .putHeader("content-type", "application/grpc+proto")
                .putTrailer("grpc-status", "0")
                .end(minted));
    }

    /// A length-prefixed message, as gRPC has it on the wire.
    private static Buffer minted() {
        byte[] message = MintTokenResponse.newBuilder()
                .setSpnegoToken(ByteString.copyFrom(new byte[TOKEN_BYTES]))
                .setClientPrincipal("nobody@WARM.UP")
                .build()
                .toByteArray();
        return Buffer.buffer(GRPC_HEAD_BYTES + message.length)
                .appendByte((byte) 0)
                .appendInt(message.length)
                .appendBytes(message);
    }
}
