package kcd.edge.tcp;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells of a connection on which nothing has come or gone for some time, in place of Netty's own handler for
/// that, which reads the clock and hangs a listener on each message. This one leaves a mark and looks for it four
/// times in that time, so what is told may be a quarter late.
public final class Silence extends ChannelDuplexHandler {
    private static final int LOOKS = 4;

    private final long betweenNanos;
    private boolean stirred;
    private int quietLooks;
    private @Nullable ScheduledFuture<?> next;

    Silence(long nanos) {
        this.betweenNanos = Math.max(nanos / LOOKS, 1);
    }

    /// Takes the place of Netty's handler in a pipeline, where there is one, with the same event after the same time.
    public static void watch(ChannelPipeline pipeline) {
        IdleStateHandler idle = pipeline.get(IdleStateHandler.class);
        if (idle != null) {
            long millis = idle.getAllIdleTimeInMillis();
            pipeline.replace(idle, "silence", new Silence(TimeUnit.MILLISECONDS.toNanos(millis)));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        lookLater(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ScheduledFuture<?> due = next;
        if (due != null) {
            due.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        handlerRemoved(context);
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        stirred = true;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        stirred = true;
        var _ = context.write(message, promise);
    }

    private void lookLater(ChannelHandlerContext context) {
        next = context.executor().schedule(() -> look(context), betweenNanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        quietLooks = stirred ? 0 : quietLooks + 1;
        stirred = false;
        if (quietLooks >= LOOKS) {
            quietLooks = 0;
            context.fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        }
        if (context.channel().isActive()) {
            lookLater(context);
        }
    }
}
