package kcd.broker.mint;

import java.util.Optional;
import kcd.broker.ticket.TlsServerEndPoint;
import kcd.kerberos.name.ServicePrincipalName;

/**
 * A well-formed request for one token.
 *
 * @param channel the upstream connection the token will be sent on, where it is TLS
 * @param renewTicket the target rejected the last token
 */
public record MintRequest(
        ClaimedUser user, ServicePrincipalName target, Optional<TlsServerEndPoint> channel, boolean renewTicket) {}
