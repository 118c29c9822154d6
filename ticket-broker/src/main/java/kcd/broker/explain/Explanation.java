package kcd.broker.explain;

import java.util.List;
import java.util.Optional;
import kcd.broker.mint.Refusal;

/**
 * What happened, step by step.
 *
 * @param failure why there would be no token; empty if there would be one
 * @param clientPrincipal the user as Kerberos names it, as far as that became known
 */
public record Explanation(List<Step> steps, Optional<Refusal> failure, Optional<String> clientPrincipal) {
    public Explanation {
        steps = List.copyOf(steps);
    }
}
