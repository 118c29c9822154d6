package kcd.broker.explain;

import java.util.Optional;
import kcd.broker.refusal.RefusedException;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.UserPrincipalName;

/** Goes the way to a user's ticket past all caches of users' tickets, and keeps nothing of what comes. */
@FunctionalInterface
interface Rehearsal {
    /** @param target empty: stop at the evidence */
    void run(UserPrincipalName user, Optional<ServicePrincipalName> target, Transcript transcript)
            throws RefusedException, InterruptedException;
}
