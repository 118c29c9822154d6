package kcd.edge.ticket;

import java.time.Duration;

/// Why there is no token, by what can be done about it: kcd.ticket.v1.FailureClass.
public sealed interface TicketFailure {
    /// A short upper-case code: the broker's FailureReason without its prefix, or one of ours about the broker.
    String reason();

    /// Nothing but a change to this user helps.
    record Permanent(String reason) implements TicketFailure {}

    /// It may work soon.
    record Temporary(String reason, Duration retryAfter) implements TicketFailure {}

    /// An administrator has to act; no user can succeed until then.
    record Configuration(String reason, Duration retryAfter) implements TicketFailure {}
}
