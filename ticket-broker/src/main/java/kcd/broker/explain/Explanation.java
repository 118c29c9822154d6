package kcd.broker.explain;

import java.util.List;
import java.util.Optional;
import kcd.broker.identity.Identified;
import kcd.broker.refusal.Refusal;

/**
 * What happened, step by step.
 *
 * @param failure why there would be no token; empty if there would be one
 * @param identified who the user turned out to be, as far as that was established
 * @param clientPrincipal the user as Kerberos names it, as far as that became known
 */
public record Explanation(
        List<Step> steps,
        Optional<Refusal> failure,
        Optional<Identified> identified,
        Optional<String> clientPrincipal) {
    public Explanation {
        steps = List.copyOf(steps);
    }
}
