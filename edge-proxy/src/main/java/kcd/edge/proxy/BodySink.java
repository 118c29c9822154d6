package kcd.edge.proxy;

import io.vertx.core.buffer.Buffer;

/// Takes a request's body on its way upstream.
interface BodySink {
    void write(Buffer chunk);

    /// The last of it, which may be empty.
    void end(Buffer last);

    /// Whether more would only pile up here.
    boolean isFull();

    /// Tells once when there is room again.
    void whenDrained(Runnable action);
}
