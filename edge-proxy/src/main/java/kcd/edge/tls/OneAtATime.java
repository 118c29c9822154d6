package kcd.edge.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets an HTTP/1.1 connection's next request wait here until the answer to the one before it is out. RFC 9112 section
/// 9.3.2.
///
/// Behind a held Ping that may be an hour. Reading goes on meanwhile, up to a bound, since only who reads sees the
/// connection end: the Ping of a device that has left, and its upstream connection, must not be held for nobody. So a
/// connection that has to be left unread is ended after a while. Vert.x would take in requests without a bound.
final class OneAtATime extends ChannelDuplexHandler {
    /// What a device may send ahead; then it is not read until there is room.
    static final int MAX_WAITING_BYTES = 64 * 1024;

    /// What a request counts for besides its body.
    static final int HEAD_BYTES = 2 * 1024;

    /// How long a device that has sent more ahead is left unread.
    static final long UNREAD_SECONDS = 60;

    private final Deque<Object> waiting = new ArrayDeque<>(0);
    private int waitingBytes;
    private boolean answering;
    private @Nullable ScheduledFuture<?> unread;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (waiting.isEmpty() && !(answering && message instanceof HttpRequest)) {
            pass(context, message);
            return;
        }
        waiting.add(message);
        waitingBytes += weight(message);
        if (waitingBytes > MAX_WAITING_BYTES) {
            context.channel().config().setAutoRead(false);
            if (unread == null) {
                unread = context.executor().schedule(() -> end(context), UNREAD_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            answering = true;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean last = message instanceof LastHttpContent && !isInterim(message);
        var _ = context.write(message, promise);
        if (last) {
            answering = false;
            if (!waiting.isEmpty()) {
                // Not from within the end of the answer, which is not over for whoever writes it.
                context.executor().execute(() -> next(context));
            }
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /// Reading begins again first: whoever takes the request may want it to stop once more.
    private void next(ChannelHandlerContext context) {
        boolean passed = false;
        while (!waiting.isEmpty() && !(answering && waiting.peek() instanceof HttpRequest)) {
            Object message = waiting.remove();
            waitingBytes -= weight(message);
            if (unread != null && waitingBytes <= MAX_WAITING_BYTES) {
                stopWaiting();
                context.channel().config().setAutoRead(true);
            }
            pass(context, message);
            passed = true;
        }
        if (passed) {
            context.fireChannelReadComplete();
        }
    }

    private void stopWaiting() {
        if (unread != null) {
            unread.cancel(false);
            unread = null;
        }
    }

    private static int weight(Object message) {
        int head = message instanceof HttpRequest ? HEAD_BYTES : 0;
        return message instanceof HttpContent content ? head + content.content().readableBytes() : head;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopWaiting();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
