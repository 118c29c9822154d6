package kcd.edge.ticket;

import com.google.protobuf.ByteString;
import io.vertx.core.net.SocketAddress;

/// What a broker needs to check the upstream's answer to a token: that broker, and no other, knows the session's key.
public final class ReplyHandle {
    private final ByteString handle;
    private final SocketAddress broker;

    ReplyHandle(ByteString handle, SocketAddress broker) {
        this.handle = handle;
        this.broker = broker;
    }

    ByteString handle() {
        return handle;
    }

    SocketAddress broker() {
        return broker;
    }
}
