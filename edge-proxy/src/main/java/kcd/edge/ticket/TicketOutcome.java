package kcd.edge.ticket;

/// What came of asking for a token.
public sealed interface TicketOutcome {
    /// A token, and the user it stands for as Kerberos names it.
    record Minted(SpnegoToken token, String clientPrincipal) implements TicketOutcome {}

    /// None.
    record Failed(TicketFailure failure) implements TicketOutcome {}
}
