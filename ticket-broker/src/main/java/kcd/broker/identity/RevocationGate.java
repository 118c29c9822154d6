package kcd.broker.identity;

import java.util.Optional;
import kcd.broker.refusal.RefusedException;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.path.VerifiedPath;
import kcd.pki.revocation.RevocationStatus;

/** Refuses a verified path when one of its certificates is revoked, or when that cannot be known. */
@FunctionalInterface
public interface RevocationGate {
    /** Where revocation is switched off. */
    RevocationGate OPEN = (_, _) -> Optional.empty();

    /** @return what is known of the user's own certificate; empty where nobody is asked */
    Optional<RevocationStatus> require(VerifiedPath path, UserPrincipalName user) throws RefusedException;
}
