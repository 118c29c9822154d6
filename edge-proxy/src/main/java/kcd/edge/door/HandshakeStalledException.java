package kcd.edge.door;

import java.io.IOException;

/// A handshake that waited for its device had to make room for another.
public final class HandshakeStalledException extends IOException {
    private static final long serialVersionUID = 1L;

    HandshakeStalledException() {
        super("the device did not go on with its handshake while others waited for its place", null);
    }
}
