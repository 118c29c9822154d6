package kcd.broker.explain;

import java.util.Optional;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;

/** Goes the way to a user's ticket past all caches of users' tickets, and keeps nothing of what comes. */
@FunctionalInterface
interface Rehearsal {
    /**
     * @param target empty: stop at the evidence
     * @return the SID of the account, as the PAC of the evidence says
     */
    Optional<String> run(User user, Optional<ServicePrincipalName> target, Transcript transcript)
            throws RefusedException, InterruptedException;
}
