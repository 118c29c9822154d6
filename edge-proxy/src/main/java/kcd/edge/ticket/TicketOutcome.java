package kcd.edge.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What came of asking for a token.
public sealed interface TicketOutcome {
    /// A token.
    ///
    /// @param clientPrincipal the user it stands for, as Kerberos names it
    /// @param reply for checking the upstream's answer, if that was asked for
    /// @param rejection what the upstream had against the last token, in words; empty if nothing was heard
    /// @param ticketEnd when the ticket behind it ends
    /// @param further tokens for the same user, service and connection
    record Minted(
            SpnegoToken token,
            String clientPrincipal,
            Optional<ReplyHandle> reply,
            String rejection,
            Instant ticketEnd,
            List<SpnegoToken> further)
            implements TicketOutcome {
        public Minted {
            further = List.copyOf(further);
        }
    }

    /// None.
    record Failed(TicketFailure failure) implements TicketOutcome {}
}
