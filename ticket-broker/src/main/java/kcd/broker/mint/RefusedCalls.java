package kcd.broker.mint;

import kcd.broker.refusal.Refusal;

/** Is told of calls that were refused before there was a request to mint for: strangers, and malformed messages. */
@FunctionalInterface
public interface RefusedCalls {
    /** @param caller the caller's name in the configuration, or the subject of a stranger's certificate */
    void refused(String caller, Refusal refusal);

    /** Tells both. */
    default RefusedCalls and(RefusedCalls other) {
        return (caller, refusal) -> {
            refused(caller, refusal);
            other.refused(caller, refusal);
        };
    }
}
