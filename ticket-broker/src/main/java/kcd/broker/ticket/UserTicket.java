package kcd.broker.ticket;

import java.util.Optional;
import kcd.broker.cache.Cacheable;
import kcd.kerberos.gss.MutualToken;

/** A service ticket in a user's name, with the session key to make tokens of it. */
public interface UserTicket extends Cacheable {
    /** The user as Kerberos names it, {@code name@REALM}. */
    String clientPrincipal();

    /** What it says of itself. */
    TicketFacts facts();

    /** A fresh token; each is good for one use. */
    byte[] mintToken(Optional<TlsServerEndPoint> channel);

    /** As {@link #mintToken}, asking the target to prove itself as well. RFC 4120 section 3.2.5. */
    MutualToken mintMutualToken(Optional<TlsServerEndPoint> channel);
}
