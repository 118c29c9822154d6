package kcd.edge.ticket;

import com.google.protobuf.ByteString;

/// What a broker needs to check the upstream's answer to a token: that broker, and no other, knows the session's key.
public final class ReplyHandle {
    private final ByteString handle;
    private final BrokerAddress broker;

    ReplyHandle(ByteString handle, BrokerAddress broker) {
        this.handle = handle;
        this.broker = broker;
    }

    ByteString handle() {
        return handle;
    }

    BrokerAddress broker() {
        return broker;
    }
}
