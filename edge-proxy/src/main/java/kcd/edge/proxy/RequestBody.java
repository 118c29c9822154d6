package kcd.edge.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// A device's request body on its way: kept while short, so that it can be sent twice, and streamed beyond that.
///
/// What arrives before there is an upstream to send it to is kept up to the bound; then the device waits.
final class RequestBody {
    /// What may be sent again after a challenge. ActiveSync commands without attachments are far below.
    static final int MAX_KEPT_BYTES = 64 * 1024;

    private static final long UNTOLD = -1;
    private static final Buffer NOTHING = Buffer.buffer();

    private final HttpServerRequest request;
    private final long most;
    private final long announced;
    private @Nullable Buffer kept = Buffer.buffer();
    private @Nullable BodySink sink;
    private @Nullable Runnable whenWhole;
    private boolean ended;
    private long bytes;
    private @Nullable Runnable whenTooLong;

    /// @param most bytes that are taken
    RequestBody(HttpServerRequest request, long most) {
        this.request = request;
        this.most = most;
        String length = request.getHeader("Content-Length");
        this.announced = length == null ? UNTOLD : Long.parseLong(length);
        request.handler(this::receive).endHandler(_ -> finish());
    }

    /// Sends what was kept and streams what follows. The second time only if [#canRepeat()].
    void sendTo(BodySink upstream) {
        Buffer begun = kept;
        if (begun == null) {
            throw new IllegalStateException("the body's beginning is gone");
        }
        sink = upstream;
        if (ended) {
            upstream.end(begun.copy());
            return;
        }
        // Nothing goes out before the first of the body: head and body share a record and a system call, and no
        // upstream waits for a device that has yet to begin.
        if (begun.length() > 0) {
            write(upstream, begun.copy());
        }
        keepIfShort();
        if (!upstream.isFull()) {
            request.resume();
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

    /// What was announced, if it was.
    boolean isTooLong() {
        return announced > most;
    }

    private void receive(Buffer chunk) {
        if (ended) {
            return;
        }
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
        BodySink upstream = sink;
        if (upstream != null && bytes == announced) {
            // The last chunk and the end in one go: the end by itself would be a write, a flush and a record more.
            ended = true;
            upstream.end(chunk);
            keepIfShort();
        } else if (upstream != null) {
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

    private void write(BodySink upstream, Buffer chunk) {
        upstream.write(chunk);
        if (upstream.isFull()) {
            request.pause();
            upstream.whenDrained(request::resume);
        }
    }

    private void finish() {
        if (!ended) {
            ended = true;
            if (sink != null) {
                sink.end(NOTHING);
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
