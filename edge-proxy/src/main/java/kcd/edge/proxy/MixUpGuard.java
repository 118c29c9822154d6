package kcd.edge.proxy;

import java.util.Optional;
import org.jboss.logging.Logger;

/// The last look before a request goes onto an upstream connection: is it this device's own, and is its user the one it
/// was authenticated for?
///
/// Ownership is built so that the answer is always yes. Should a change ever break that, this turns another person's
/// mailbox into a 503 and an alarm; the same when the directory maps a certificate to another user than before, while
/// the connection still stands for the old one.
final class MixUpGuard {
    private static final Logger LOG = Logger.getLogger(MixUpGuard.class);

    private final EdgeEvents events;

    MixUpGuard(EdgeEvents events) {
        this.events = events;
    }

    /// @param principal as the broker named the token's user; empty where no token goes along
    boolean allows(Device device, UpstreamLease lease, Optional<String> principal) {
        boolean own = lease.isOwnedBy(device.upstreams());
        boolean sameUser = principal.map(lease.connection()::standsFor).orElse(true);
        if (own && sameUser) {
            return true;
        }
        events.mixUpPrevented();
        LOG.errorf(
                "a request of %s was kept off the connection to %s: %s",
                device.remote(),
                lease.connection().upstream(),
                own ? "it stands for another user" : "it belongs to another device");
        return false;
    }
}
