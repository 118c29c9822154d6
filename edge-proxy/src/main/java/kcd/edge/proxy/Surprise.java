package kcd.edge.proxy;

import io.vertx.core.Handler;
import org.jboss.logging.Logger;

/// A fault of our own in the middle of a request: told in the log, and never left without an answer.
///
/// Vert.x takes what a callback throws to its log and goes on, so that the device would wait until it gives up.
final class Surprise {
    private static final Logger LOG = Logger.getLogger(Surprise.class);

    private Surprise() {}

    /// The callback, and what is to be done should it throw.
    static <T> Handler<T> caught(Handler<T> callback, Runnable otherwise) {
        return event -> run(() -> callback.handle(event), otherwise);
    }

    static void run(Runnable step, Runnable otherwise) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("a request failed for a reason that is the edge's own", e);
            otherwise.run();
        }
    }
}
