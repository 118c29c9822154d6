package kcd.edge.ticket;

import io.vertx.core.Future;

/// Asks for tokens.
public interface TicketClient {
    /// A token, or why not. The future itself never fails.
    Future<TicketOutcome> mint(TicketRequest request);
}
