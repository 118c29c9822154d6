package kcd.edge.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Waits until a connection's ClientHello has come whole, once.
final class WholeHello extends ByteToMessageDecoder {
    private final long patienceMillis;
    private final Listener listener;
    private @Nullable ScheduledFuture<?> timer;
    private boolean done;

    /// What it comes to, one of the three, or the connection ends before.
    interface Listener {
        /// Part of it is there, in a buffer of this size.
        void partly(int bytes);

        /// It is there. Adds the handlers that it is for; false if the connection is closed instead.
        boolean whole();

        /// What came is none.
        void none();

        /// It did not come in time.
        void late();
    }

    WholeHello(long patienceMillis, Listener listener) {
        this.patienceMillis = patienceMillis;
        this.listener = listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timer = context.executor().schedule(listener::late, patienceMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        if (done || !context.channel().isOpen()) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        switch (ClientHello.of(bytes)) {
            case PART -> listener.partly(bytes.capacity());
            case NONE -> {
                done = true;
                listener.none();
            }
            case WHOLE -> {
                done = true;
                if (listener.whole()) {
                    context.pipeline().remove(this);
                }
            }
        }
    }
}
