package kcd.broker.explain;

import java.time.Duration;
import kcd.broker.caller.Caller;

/** Is told of each explanation: the audit log. */
@FunctionalInterface
public interface ExplainJournal {
    void record(Caller caller, Question question, ExplainOutcome outcome, Duration took);
}
