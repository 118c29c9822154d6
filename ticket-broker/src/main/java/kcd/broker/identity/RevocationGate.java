package kcd.broker.identity;

import java.util.Optional;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.pki.path.VerifiedPath;
import kcd.pki.revocation.RevocationStatus;

/** Refuses a verified path when one of its certificates is revoked, or when that cannot be known. */
@FunctionalInterface
public interface RevocationGate {
    /** Where revocation is switched off. */
    RevocationGate OPEN = _ -> Optional.empty();

    /** @return what is known of the user's own certificate; empty where nobody is asked */
    Optional<RevocationStatus> require(VerifiedPath path) throws RefusedException;

    /** Says whose tickets have to go when the certificate is revoked; refuses if that has happened meanwhile. */
    default void belongs(VerifiedPath path, User user) throws RefusedException {}
}
