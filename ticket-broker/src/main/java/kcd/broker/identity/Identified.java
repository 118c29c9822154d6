package kcd.broker.identity;

import java.util.Optional;
import kcd.pki.name.UserPrincipalName;

/**
 * A user, and how the broker came to believe that it is this one.
 *
 * @param certificate the verified certificate that says so; none when a caller asserted the name
 */
public record Identified(UserPrincipalName user, IdentitySource source, Optional<CertificateFacts> certificate) {
    /** On a trusted caller's word. */
    public static Identified asserted(UserPrincipalName user) {
        return new Identified(user, IdentitySource.ASSERTED, Optional.empty());
    }
}
