package kcd.broker.identity;

import kcd.broker.mint.RefusedException;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.path.VerifiedPath;

/** Refuses a verified path when one of its certificates is revoked, or when that cannot be known. */
@FunctionalInterface
public interface RevocationGate {
    /** Where revocation is switched off. */
    RevocationGate OPEN = (_, _) -> {};

    void require(VerifiedPath path, UserPrincipalName user) throws RefusedException;
}
