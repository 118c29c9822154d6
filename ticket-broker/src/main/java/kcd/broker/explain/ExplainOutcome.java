package kcd.broker.explain;

import kcd.broker.refusal.Refusal;

/** How a request for an explanation ended. */
public sealed interface ExplainOutcome {
    /** It was explained, whatever the explanation says. */
    record Explained(Explanation explanation) implements ExplainOutcome {}

    /** The request itself was at fault, or came too soon. */
    record NotExplained(Refusal refusal) implements ExplainOutcome {}
}
