package kcd.edge.proxy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.random.RandomGenerator;
import kcd.edge.http.Failure;
import kcd.edge.http.FailureResponse;
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
        boolean unread = !request.isEnded();
        boolean http1 = request.version() != HttpVersion.HTTP_2;
        if (unread && http1) {
            // What is left of the body would otherwise have to be read, however long, before the next request.
            response.putHeader("Connection", "close");
        }
        response.end(wording.status() + " " + wording.code() + "\n").onComplete(_ -> {
            if (unread && http1) {
                request.connection().close();
            } else if (unread) {
                response.reset(0);
            }
        });
    }
}
