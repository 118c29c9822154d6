package kcd.edge.proxy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/// What a device still sends of a request that is answered without it.
///
/// Over HTTP/1.1 (RFC 9112 sections 9.3 and 9.6) a short rest is read and dropped, so that the device keeps its
/// connection: a broker's outage must not become a storm of handshakes. A long one, or one of unknown length, is not
/// worth it: the answer says that the connection ends with it. Over HTTP/2 the stream ends (RFC 9113 section 8.1).
final class UnreadRest {
    /// How long a device may take to notice an answer that came early. To close under what it is sending would reset
    /// the connection, and take the answer away from it.
    static final long LINGER_MILLIS = 5_000;

    /// Up to 99 999 bytes.
    private static final int MAX_DROPPED_DIGITS = 5;

    private static final long NO_ERROR = 0;

    private final HttpServerRequest request;
    private final boolean endsConnection;

    /// As it is when the answer's head is written, which is told if the connection is to end with it.
    UnreadRest(HttpServerRequest request) {
        this.request = request;
        this.endsConnection = isHttp1(request) && !request.isEnded() && isLong(request);
        if (endsConnection) {
            request.response().putHeader("Connection", "close");
        }
    }

    /// Whether there is one that its sender has to be rid of with the connection.
    boolean endsConnection() {
        return endsConnection;
    }

    /// Reads and drops what is left of it: to be called when the answer is on its way.
    void drop() {
        if (!isHttp1(request)) {
            if (!request.isEnded()) {
                request.response().reset(NO_ERROR);
            }
        } else if (endsConnection) {
            hangUp(request);
        } else if (!request.isEnded()) {
            request.handler(_ -> {}).endHandler(_ -> {}).resume();
        }
    }

    /// Ends a connection over HTTP/1.1 whose last answer is out, once the device has sent what it was sending.
    static void hangUp(HttpServerRequest request) {
        if (request.isEnded()) {
            close(request);
            return;
        }
        request.handler(_ -> {}).endHandler(_ -> close(request)).resume();
        ConnectionBase connection = (ConnectionBase) request.connection();
        connection.getContext().setTimer(LINGER_MILLIS, _ -> close(request));
    }

    private static void close(HttpServerRequest request) {
        request.connection().close();
    }

    private static boolean isHttp1(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2;
    }

    private static boolean isLong(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length == null) {
            return request.headers().contains("Transfer-Encoding");
        }
        return length.length() > MAX_DROPPED_DIGITS;
    }
}
