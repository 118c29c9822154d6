package kcd.edge.ticket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Tells a broker that thinks from one that hangs, or whose machine is gone without a word: the first answers a PING at
/// once, since its answer waits for nothing (RFC 9113 section 6.7). A connection without a pulse is closed, and
/// all that was asked on it is asked elsewhere.
final class BrokerPulse {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final Buffer OPAQUE = Buffer.buffer(new byte[8]);

    private final Set<HttpConnection> asked = new HashSet<>();

    /// For whoever waits longer than usual; one PING at a time for each connection.
    void feel(HttpConnection connection) {
        if (asked.add(connection)) {
            connection
                    .ping(OPAQUE)
                    .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .onComplete(pong -> {
                        asked.remove(connection);
                        if (pong.failed()) {
                            cut(connection);
                        }
                    });
        }
    }

    /// Below TLS and HTTP/2, which would first write a farewell to somebody who no longer reads.
    private static void cut(HttpConnection connection) {
        var _ = ((ConnectionBase) connection)
                .channel()
                .pipeline()
                .firstContext()
                .close();
    }
}
