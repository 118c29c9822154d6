package kcd.broker.explain;

import java.util.Optional;
import java.util.function.LongSupplier;
import kcd.broker.identity.Identified;
import kcd.broker.refusal.Refusal;

/** What is written down during one explanation. For one thread. */
final class Transcript {
    private final Steps steps;
    private Optional<Identified> identified = Optional.empty();
    private Optional<String> clientPrincipal = Optional.empty();
    private String stage = "Request";

    Transcript(LongSupplier nanoTime) {
        this.steps = new Steps(nanoTime);
    }

    Steps steps() {
        return steps;
    }

    /** What is being done now: the title of the failure, if nothing before it tells of one. */
    void stage(String title) {
        stage = title;
    }

    void identified(Identified user) {
        identified = Optional.of(user);
    }

    void client(String principal) {
        clientPrincipal = Optional.of(principal);
    }

    Explanation succeeded() {
        return new Explanation(steps.all(), Optional.empty(), identified, clientPrincipal);
    }

    Explanation failed(Refusal refusal) {
        steps.end(stage, refusal);
        return new Explanation(steps.all(), Optional.of(refusal), identified, clientPrincipal);
    }
}
