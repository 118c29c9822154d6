package kcd.edge.door;

import io.netty.channel.Channel;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import java.util.function.BiConsumer;

/// Vert.x' HTTP server with our [Door] before it. Vert.x has no public place between accept and handshake.
public final class GuardedHttpServer extends HttpServerImpl {
    private final Door door;

    public GuardedHttpServer(VertxInternal vertx, HttpServerOptions options, Door door) {
        super(vertx, options);
        this.door = door;
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(
            ContextInternal context, SocketAddress address, GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> further = super.childHandler(context, address, shaping);
        return (channel, tls) -> door.enter(channel, () -> further.accept(channel, tls));
    }
}
