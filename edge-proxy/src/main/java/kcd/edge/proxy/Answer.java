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
        boolean outOfStep = request.version() != HttpVersion.HTTP_2 && isOutOfStep(failure);
        UnreadRest rest = new UnreadRest(request);
        if (outOfStep) {
            response.putHeader("Connection", "close");
        }
        response.end(wording.status() + " " + wording.code() + "\n").onComplete(_ -> {
            if (outOfStep) {
                request.connection().close();
            } else {
                rest.drop();
            }
        });
    }

    /// Where the next request begins is anybody's guess, or whoever sends this is up to something.
    private static boolean isOutOfStep(Failure failure) {
        return failure instanceof Failure.Local(EdgeReason reason)
                && (reason == EdgeReason.MALFORMED_REQUEST || reason == EdgeReason.MALFORMED_TARGET);
    }
}
