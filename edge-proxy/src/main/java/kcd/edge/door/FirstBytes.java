package kcd.edge.door;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Waits until a connection says something, once.
final class FirstBytes extends ChannelInboundHandlerAdapter {
    private final long patienceMillis;
    private final BooleanSupplier then;
    private final Runnable silent;
    private @Nullable ScheduledFuture<?> timer;

    /// @param then lets it in: adds the handlers that the bytes are for; false if it has closed the connection instead
    /// @param silent told if nothing came in time
    FirstBytes(long patienceMillis, BooleanSupplier then, Runnable silent) {
        this.patienceMillis = patienceMillis;
        this.then = then;
        this.silent = silent;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timer = context.executor().schedule(silent, patienceMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (context.channel().isOpen() && then.getAsBoolean()) {
            context.fireChannelRead(bytes);
            context.pipeline().remove(this);
        } else {
            ReferenceCountUtil.release(bytes);
        }
    }
}
