package kcd.broker.identity;

import java.util.Optional;
import java.util.Set;
import kcd.broker.user.User;
import kcd.pki.name.Sid;
import kcd.pki.name.UserPrincipalName;

/**
 * A user, and how the broker came to believe that it is this one.
 *
 * @param sids what certificate and directory give for the account's SID; all of them must be the one in its PAC
 * @param certificate the verified certificate that says so; none when a caller asserted the name
 */
public record Identified(User user, IdentitySource source, Set<Sid> sids, Optional<CertificateFacts> certificate) {
    public Identified {
        sids = Set.copyOf(sids);
    }

    /** On a trusted caller's word. */
    public static Identified asserted(UserPrincipalName user) {
        return new Identified(new User.ByName(user), IdentitySource.ASSERTED, Set.of(), Optional.empty());
    }
}
