package kcd.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import io.vertx.core.net.impl.VertxHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request on its way to an upstream, and its answer's way back.
///
/// ```
/// body ─► sent      head ─► [answered] ─► read by somebody ─► chunks ─► end
///                     └──────────── held back until then ─┘       └───► broken
/// ```
final class UpstreamExchange implements BodySink {
    private static final Buffer NOTHING = Buffer.buffer();

    private final UpstreamWire wire;
    private final Consumer<UpstreamExchange> answered;
    private final Runnable unanswered;
    private final Deque<HttpContent> held = new ArrayDeque<>(0);
    private @Nullable AnswerHead head;
    private @Nullable AnswerReader reader;
    private @Nullable Runnable drained;
    private boolean paused;
    private boolean whole;
    private boolean broken;

    /// @param answered told of the answer's head, at most once; whoever wants the rest has to [#read] it
    /// @param unanswered told if there will be none
    UpstreamExchange(UpstreamWire wire, Consumer<UpstreamExchange> answered, Runnable unanswered) {
        this.wire = wire;
        this.answered = answered;
        this.unanswered = unanswered;
    }

    /// What the upstream answered.
    AnswerHead head() {
        AnswerHead known = head;
        if (known == null) {
            throw new IllegalStateException("there is no answer yet");
        }
        return known;
    }

    /// Hands over the answer's body: what is held back of it, and what comes.
    void read(AnswerReader from) {
        reader = from;
        if (broken) {
            from.broken();
        } else {
            resume();
        }
    }

    /// Nothing more is handed over until [#resume].
    void pause() {
        paused = true;
        wire.stopReading();
    }

    void resume() {
        paused = false;
        while (!paused && !held.isEmpty()) {
            deliver(held.remove());
        }
        if (!paused) {
            wire.goOnReading();
        }
    }

    // ------------------------------------------------------------ the body's way there

    @Override
    public void write(Buffer chunk) {
        wire.write(this, new DefaultHttpContent(bytes(chunk)), false);
    }

    @Override
    public void end(Buffer last) {
        wire.write(
                this,
                last.length() == 0 ? LastHttpContent.EMPTY_LAST_CONTENT : new DefaultLastHttpContent(bytes(last)),
                true);
    }

    @Override
    public boolean isFull() {
        return wire.isFull();
    }

    @Override
    public void whenDrained(Runnable action) {
        drained = action;
    }

    // ------------------------------------------------------------ told by the wire

    void drained() {
        Runnable action = drained;
        drained = null;
        if (action != null) {
            action.run();
        }
    }

    void begins(HttpResponse response) {
        head = new AnswerHead(
                response.status().code(),
                response.status().reasonPhrase(),
                response.protocolVersion().equals(HttpVersion.HTTP_1_1),
                new HeadersAdaptor(response.headers()));
        paused = true;
        answered.accept(this);
        if (reader == null) {
            wire.stopReading();
        }
    }

    /// @param content released here, or by whoever reads it
    void continues(HttpContent content) {
        whole = content instanceof LastHttpContent;
        if (paused || !held.isEmpty()) {
            held.add(content);
        } else {
            deliver(content);
        }
    }

    /// The connection has ended. An answer that is whole stays so.
    void breaksOff() {
        if (whole || broken) {
            return;
        }
        broken = true;
        discard();
        if (head == null) {
            unanswered.run();
        } else if (reader != null) {
            reader.broken();
        }
    }

    boolean holdsBack() {
        return !held.isEmpty();
    }

    /// Nobody wants what is held back.
    void discard() {
        held.forEach(HttpContent::release);
        held.clear();
    }

    private void deliver(HttpContent content) {
        Buffer bytes = content.content().isReadable() ? copied(content.content()) : released(content);
        AnswerReader to = reader;
        if (to == null) {
            return;
        }
        if (content instanceof LastHttpContent) {
            to.end(bytes);
        } else if (bytes.length() > 0) {
            to.chunk(bytes);
        }
    }

    private static Buffer released(HttpContent content) {
        content.release();
        return NOTHING;
    }

    @SuppressWarnings("deprecation") // Vert.x 4 has no other way from Netty's buffers to its own and back.
    private static Buffer copied(ByteBuf content) {
        return Buffer.buffer(VertxHandler.safeBuffer(content));
    }

    @SuppressWarnings("deprecation")
    private static ByteBuf bytes(Buffer buffer) {
        return buffer.getByteBuf();
    }
}
