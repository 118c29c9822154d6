package kcd.edge.proxy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.random.RandomGenerator;
import kcd.edge.failure.Failure;
import kcd.edge.failure.FailureResponse;
import kcd.edge.http.EdgeReason;
import org.jspecify.annotations.Nullable;

/// Writes the edge's own answers.
final class Answer {
    private static final long NO_ERROR = 0;

    /// Up to 99 999 bytes.
    private static final int MAX_DROPPED_DIGITS = 5;

    private final RandomGenerator random;

    Answer(RandomGenerator random) {
        this.random = random;
    }

    /// Answers with a failure, unless an answer has begun already.
    ///
    /// @param allow methods for a 405's Allow field
    void send(HttpServerRequest request, Failure failure, @Nullable String allow) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return;
        }
        FailureResponse wording = FailureResponse.to(failure);
        response.setStatusCode(wording.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store");
        wording.jitteredRetryAfterSeconds(random)
                .ifPresent(seconds -> response.putHeader("Retry-After", Long.toString(seconds)));
        if (allow != null) {
            response.putHeader("Allow", allow);
        }
        boolean http1 = request.version() != HttpVersion.HTTP_2;
        boolean hangUp = http1 && (isOutOfStep(failure) || hasLongBody(request));
        if (hangUp) {
            response.putHeader("Connection", "close");
        }
        if (!request.isEnded()) {
            request.handler(_ -> {}).resume();
        }
        response.end(wording.status() + " " + wording.code() + "\n").onComplete(_ -> {
            if (hangUp) {
                request.connection().close();
            } else if (!http1 && !request.isEnded()) {
                response.reset(NO_ERROR);
            }
        });
    }

    /// Where the next request begins is anybody's guess, or whoever sends this is up to something.
    private static boolean isOutOfStep(Failure failure) {
        return failure instanceof Failure.Local(EdgeReason reason)
                && (reason == EdgeReason.MALFORMED_REQUEST || reason == EdgeReason.MALFORMED_TARGET);
    }

    /// A short rest of a body is read and dropped, so that the device keeps its connection: a broker's outage must not
    /// become a storm of handshakes. A long one, or one of unknown length, is not worth it.
    private static boolean hasLongBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length == null) {
            return request.headers().contains("Transfer-Encoding");
        }
        return length.length() > MAX_DROPPED_DIGITS;
    }
}
