package kcd.edge.door;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes in what a load balancer says of the connection it forwards, once, before anything else. PROXY protocol,
/// versions 1 and 2, by HAProxy's specification of 2020.
///
/// A load balancer that says nothing within the time, or something else, has its connection closed: without the header
/// every device would seem to be the load balancer.
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
    private final long patienceMillis;
    private final Consumer<Optional<SocketAddress>> then;
    private final Runnable refused;
    private @Nullable ScheduledFuture<?> timer;
    private boolean done;

    /// @param then goes on with the source that was named; with none if the load balancer speaks for itself, as in a
    ///     health check, or does not know
    /// @param refused told once if it does not come to that
    ProxyHeader(long patienceMillis, Consumer<Optional<SocketAddress>> then, Runnable refused) {
        this.patienceMillis = patienceMillis;
        this.then = then;
        this.refused = refused;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> refuse(context), patienceMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage message) {
        boolean local = message.command() == HAProxyCommand.LOCAL;
        if (!local && message.proxiedProtocol().transportProtocol() == TransportProtocol.DGRAM) {
            refuse(context);
            return;
        }
        finish();
        Optional<SocketAddress> source = local ? Optional.empty() : source(message);
        source.ifPresent(address ->
                context.channel().attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE).set(address));
        context.pipeline().remove(this);
        then.accept(source);
    }

    private static Optional<SocketAddress> source(HAProxyMessage message) {
        String address = message.sourceAddress();
        boolean ip = address != null && (NetUtil.isValidIpV4Address(address) || NetUtil.isValidIpV6Address(address));
        return ip ? Optional.of(SocketAddress.inetSocketAddress(message.sourcePort(), address)) : Optional.empty();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refuse(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        refuse(context);
    }

    private void refuse(ChannelHandlerContext context) {
        if (finish()) {
            refused.run();
            var _ = context.close();
        }
    }

    private boolean finish() {
        boolean first = !done;
        done = true;
        if (timer != null) {
            timer.cancel(false);
        }
        return first;
    }
}
