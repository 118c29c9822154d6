package kcd.edge.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/// A device's request body on its way: kept while short, so that it can be sent twice, and streamed beyond that.
///
/// What arrives before there is an upstream to send it to is kept up to the bound; then the device waits.
final class RequestBody {
    /// What may be sent again after a challenge. ActiveSync commands without attachments are far below.
    static final int MAX_KEPT_BYTES = 64 * 1024;

    private final HttpServerRequest request;
    private final long most;
    private @Nullable Buffer kept = Buffer.buffer();
    private @Nullable WriteStream<Buffer> sink;
    private @Nullable Runnable whenWhole;
    private @Nullable Runnable whenSent;
    private boolean ended;
    private long bytes;

    private @Nullable Runnable whenTooLong;

    /// @param most bytes that are taken
    RequestBody(HttpServerRequest request, long most) {
        this.request = request;
        this.most = most;
        request.handler(this::receive).endHandler(_ -> finish());
    }

    /// Sends what was kept and streams what follows. The second time only if [#canRepeat()].
    ///
    /// @param sent told when the whole request has been written
    void sendTo(WriteStream<Buffer> upstream, Runnable sent) {
        Buffer begun = kept;
        if (begun == null) {
            throw new IllegalStateException("the body's beginning is gone");
        }
        sink = upstream;
        if (ended) {
            endOf(upstream, begun);
            sent.run();
            return;
        }
        whenSent = sent;
        if (begun.length() > 0) {
            write(upstream, begun.copy());
        }
        keepIfShort();
        if (!upstream.writeQueueFull()) {
            request.resume();
        }
    }

    private static void endOf(WriteStream<Buffer> upstream, Buffer whole) {
        if (whole.length() > 0) {
            upstream.end(whole);
        } else {
            upstream.end();
        }
    }

    /// Stops sending but goes on collecting, and calls back when the body is whole or too long to be repeated.
    void collect(Runnable done) {
        sink = null;
        if (ended || kept == null) {
            done.run();
        } else {
            whenWhole = done;
            request.resume();
        }
    }

    boolean canRepeat() {
        return ended && kept != null;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isEmptySoFar() {
        return bytes == 0;
    }

    long bytes() {
        return bytes;
    }

    /// Calls back when more comes than is taken; nothing of what is too much goes anywhere.
    void whenTooLong(Runnable action) {
        whenTooLong = action;
    }

    private void receive(Buffer chunk) {
        bytes += chunk.length();
        if (bytes > most) {
            sink = null;
            kept = null;
            Runnable action = whenTooLong;
            whenTooLong = null;
            if (action != null) {
                action.run();
            }
            return;
        }
        if (kept != null) {
            kept.appendBuffer(chunk);
        }
        WriteStream<Buffer> upstream = sink;
        if (upstream != null) {
            write(upstream, chunk);
            keepIfShort();
        } else if (kept != null && kept.length() > MAX_KEPT_BYTES) {
            request.pause();
            if (whenWhole != null) {
                kept = null;
                callBack();
            }
        }
    }

    private void keepIfShort() {
        if (kept != null && kept.length() > MAX_KEPT_BYTES) {
            kept = null;
        }
    }

    private void write(WriteStream<Buffer> upstream, Buffer chunk) {
        upstream.write(chunk);
        if (upstream.writeQueueFull()) {
            request.pause();
            upstream.drainHandler(_ -> request.resume());
        }
    }

    private void finish() {
        ended = true;
        if (sink != null) {
            sink.end();
            Runnable sent = whenSent;
            if (sent != null) {
                sent.run();
            }
        }
        callBack();
    }

    private void callBack() {
        Runnable done = whenWhole;
        whenWhole = null;
        if (done != null) {
            done.run();
        }
    }
}
