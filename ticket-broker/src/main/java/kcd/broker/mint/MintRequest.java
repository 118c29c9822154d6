package kcd.broker.mint;

import java.util.Optional;
import kcd.broker.reply.Rejection;
import kcd.broker.ticket.TlsServerEndPoint;
import kcd.kerberos.name.ServicePrincipalName;

/**
 * A well-formed request for a token.
 *
 * @param channel the upstream connection the token will be sent on, where it is TLS
 * @param renewTicket the target rejected the last token
 * @param rejection what the target said when it did
 * @param mutual whether the target is to prove itself
 * @param further how many more tokens are wanted at once
 */
public record MintRequest(
        ClaimedUser user,
        ServicePrincipalName target,
        Optional<TlsServerEndPoint> channel,
        boolean renewTicket,
        Optional<Rejection> rejection,
        boolean mutual,
        int further) {
    /** Of all that a caller may want at once. */
    public static final int MAX_FURTHER = 15;

    /** A request about which there is no more to say. */
    public MintRequest(
            ClaimedUser user, ServicePrincipalName target, Optional<TlsServerEndPoint> channel, boolean renewTicket) {
        this(user, target, channel, renewTicket, Optional.empty(), false, 0);
    }

    /** Whether the cached ticket must not serve. */
    boolean needsNewTicket() {
        return renewTicket && rejection.map(Rejection::ticketAtFault).orElse(true);
    }
}
