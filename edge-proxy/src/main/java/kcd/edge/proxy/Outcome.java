package kcd.edge.proxy;

import kcd.edge.failure.Failure;

/// How a try ended.
sealed interface Outcome {
    /// With the head of an answer; its body is still to come, and the lease still to be ended.
    record Answered(UpstreamLease lease, UpstreamExchange exchange, boolean withToken) implements Outcome {
        AnswerHead head() {
            return exchange.head();
        }
    }

    /// Without an answer.
    ///
    /// @param stale whether an idle connection turned out to be closed, which says nothing about the upstream
    record Failed(Failure failure, boolean stale) implements Outcome {}
}
