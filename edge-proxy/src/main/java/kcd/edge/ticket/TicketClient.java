package kcd.edge.ticket;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import java.util.Optional;

/// Asks for tokens.
public interface TicketClient {
    /// A token, or why not. The future itself never fails.
    Future<TicketOutcome> mint(TicketRequest request);

    /// Whether the upstream's answer proves that it is the service the ticket was for. Nothing proven if it cannot be
    /// checked; the future itself never fails.
    ///
    /// @param reply the token it sent; empty if none
    Future<Boolean> verify(ReplyHandle handle, Optional<ByteString> reply);
}
