package kcd.pki.trust;

import java.time.Instant;
import kcd.pki.path.VerifiedPath;

/** A further question about a client whose path is good, such as revocation; must not block, it runs in the handshake. */
@FunctionalInterface
public interface PeerCheck {
    /** Asks nothing more. */
    PeerCheck NONE = (_, _) -> PeerVerdict.ADMITTED;

    PeerVerdict check(VerifiedPath path, Instant now);
}
