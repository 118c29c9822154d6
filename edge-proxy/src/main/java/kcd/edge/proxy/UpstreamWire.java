package kcd.edge.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Handler;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.Consumer;
import kcd.edge.tcp.Silence;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Speaks HTTP/1.1 with an upstream, one exchange at a time (RFC 9112): on Netty's codec, in place of Vert.x' client on
/// the same connection, whose pools, pipelines and futures serve nobody where each connection has one owner.
///
/// Confined to the connection's event loop.
final class UpstreamWire extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = Logger.getLogger(UpstreamWire.class);
    private static final String VERTX = "handler";
    private static final int SWITCHING_PROTOCOLS = 101;

    private final ContextInternal context;
    private final Channel channel;
    private final Handler<Object> receive = this::receive;
    private @Nullable UpstreamExchange sending;
    private @Nullable UpstreamExchange awaited;
    private @Nullable UpstreamExchange undelivered;
    private Runnable whenClosed = () -> {};
    private boolean interim;
    private boolean flushDue;
    private boolean open = true;

    UpstreamWire(ContextInternal context, Channel channel) {
        this.context = context;
        this.channel = channel;
    }

    /// Takes over a connection that Vert.x has opened and secured, before anything has been sent on it.
    static UpstreamWire over(HttpClientConnection connection) {
        ConnectionBase vertx = (ConnectionBase) connection;
        UpstreamWire wire = new UpstreamWire(vertx.getContext(), vertx.channel());
        vertx.channel().pipeline().replace(VERTX, "upstream", wire);
        Silence.watch(vertx.channel().pipeline());
        return wire;
    }

    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    boolean isOpen() {
        return open && channel.isActive();
    }

    /// Sends a request's head over an open connection; its body, if only the end of it, has to follow.
    ///
    /// @param answered told of the answer's head, at most once
    /// @param unanswered told if there will be none
    UpstreamExchange send(HttpRequest head, Consumer<UpstreamExchange> answered, Runnable unanswered) {
        if (!isOpen() || sending != null || awaited != null) {
            throw new IllegalStateException("closed, or an exchange is under way on this connection");
        }
        UpstreamExchange exchange = new UpstreamExchange(this, answered, unanswered);
        sending = exchange;
        awaited = exchange;
        write(head);
        return exchange;
    }

    /// What belongs to an exchange that is over goes nowhere.
    void write(UpstreamExchange from, HttpContent content, boolean last) {
        if (from != sending || !isOpen()) {
            content.release();
            return;
        }
        write(content);
        if (last) {
            sending = null;
            channel.flush();
        } else {
            flushSoon();
        }
    }

    /// Head and first chunk go out together, in one TLS record and one system call; so does all that one turn of the
    /// event loop brings.
    private void flushSoon() {
        if (!flushDue) {
            flushDue = true;
            channel.eventLoop().execute(() -> {
                flushDue = false;
                channel.flush();
            });
        }
    }

    private void write(HttpObject message) {
        var _ = channel.write(message, channel.voidPromise());
    }

    boolean isFull() {
        return !channel.isWritable();
    }

    void stopReading() {
        channel.config().setAutoRead(false);
    }

    void goOnReading() {
        channel.config().setAutoRead(true);
    }

    /// Nothing goes over it any more, and what has come and was not read is let go. Whoever waits for an answer
    /// hears of it once the channel is closed.
    void abandon() {
        discard(awaited);
        discard(undelivered);
        close();
    }

    private static void discard(@Nullable UpstreamExchange exchange) {
        if (exchange != null) {
            exchange.discard();
        }
    }

    private void close() {
        open = false;
        var _ = channel.close();
    }

    // ------------------------------------------------------------ told by Netty

    @Override
    public void channelRead(ChannelHandlerContext netty, Object message) {
        context.emit(message, receive);
    }

    private void receive(Object message) {
        UpstreamExchange exchange = awaited;
        if (!open || exchange == null || !(message instanceof HttpObject object)) {
            // Bytes nobody asked for belong to an answer that is out of step.
            ReferenceCountUtil.release(message);
            close();
        } else if (object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            LOG.debugf(object.decoderResult().cause(), "unreadable answer from %s", channel.remoteAddress());
            giveUp(exchange);
        } else if (object instanceof HttpResponse response) {
            begin(exchange, response);
        } else if (object instanceof HttpContent content) {
            goOn(exchange, content);
        }
    }

    private void begin(UpstreamExchange exchange, HttpResponse response) {
        HttpVersion version = response.protocolVersion();
        boolean http1 = version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
        interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!http1 || response.status().code() == SWITCHING_PROTOCOLS) {
            giveUp(exchange);
        } else if (!interim) {
            exchange.begins(response);
        }
    }

    private void goOn(UpstreamExchange exchange, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (interim) {
            interim = !last;
            content.release();
            return;
        }
        if (last) {
            awaited = null;
        }
        exchange.continues(content);
        undelivered = last && exchange.holdsBack() ? exchange : null;
    }

    private void giveUp(UpstreamExchange exchange) {
        awaited = null;
        close();
        exchange.breaksOff();
    }

    @Override
    public void channelInactive(ChannelHandlerContext netty) {
        context.emit(netty, _ -> ended());
    }

    private void ended() {
        UpstreamExchange exchange = awaited;
        awaited = null;
        open = false;
        whenClosed.run();
        if (exchange != null) {
            exchange.breaksOff();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext netty) {
        UpstreamExchange exchange = sending;
        if (exchange != null && channel.isWritable()) {
            context.emit(exchange, UpstreamExchange::drained);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext netty, Object event) {
        if (event instanceof IdleStateEvent) {
            LOG.debugf("silence between us and %s", channel.remoteAddress());
            close();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext netty, Throwable cause) {
        LOG.debugf(cause, "connection to %s", channel.remoteAddress());
        close();
    }
}
