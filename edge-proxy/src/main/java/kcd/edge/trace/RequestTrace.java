package kcd.edge.trace;

import java.util.Optional;
import kcd.edge.route.Upstream;

/// One request's trace, and the steps on its way that others take part in.
public interface RequestTrace {
    /// 32 hexadecimal digits, the same in edge, broker and upstream.
    String id();

    /// The broker is asked for a token.
    Step mint(String targetSpn);

    /// The upstream is sent the request, and answers with a head.
    Step upstream(Upstream server);

    /// The request is over.
    ///
    /// @param route that covered it
    /// @param reason why it failed
    void ended(Optional<String> route, int status, Optional<String> reason);

    /// One step. It ends once.
    interface Step {
        /// What the other side is told, so that its own part continues here.
        String traceparent();

        /// @param reason why it failed
        void ended(Optional<String> reason);
    }
}
