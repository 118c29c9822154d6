package kcd.edge.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import kcd.edge.tcp.Silence;

/// How HTTP/1.1 connections are read: strictly, and one request at a time.
///
/// Requests with both Content-Length and Transfer-Encoding are refused, which Netty would repair (RFC 9112 section
/// 6.3).
/// What we forward is framed anew, so nothing is smuggled through us either way; but a device that sends both is
/// broken or hostile, or has something in front of it that reads the other of the two.
public final class StrictHttp1 {
    private static final String DECODER = "httpDecoder";
    private static final String VERTX = "handler";

    /// Splits files that are sent over TLS; here none are.
    private static final String FILE_WRITER = "chunkedWriter";

    private StrictHttp1() {}

    /// Replaces the decoder of a new HTTP/1.1 connection, before it has read anything. HTTP/2 has no such choice.
    public static void enforce(HttpConnection connection, HttpServerOptions options) {
        if (connection instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channelHandlerContext().pipeline();
            if (pipeline.get(DECODER) != null) {
                pipeline.replace(DECODER, DECODER, new Decoder(options));
                if (pipeline.get(FILE_WRITER) != null) {
                    pipeline.remove(FILE_WRITER);
                }
                pipeline.addBefore(VERTX, "oneAtATime", new OneAtATime());
                Silence.watch(pipeline);
            }
        }
    }

    private static final class Decoder extends VertxHttpRequestDecoder {
        Decoder(HttpServerOptions options) {
            super(options);
        }

        @Override
        protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
            throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
        }
    }
}
