package kcd.broker.mint;

import java.time.Duration;
import kcd.broker.caller.Caller;

/** Is told of each mint and each refusal: the audit log, the metrics. */
@FunctionalInterface
public interface MintJournal {
    void record(Caller caller, MintRequest request, MintOutcome outcome, Duration took);

    /** Tells both. */
    default MintJournal and(MintJournal other) {
        return (caller, request, outcome, took) -> {
            record(caller, request, outcome, took);
            other.record(caller, request, outcome, took);
        };
    }
}
