package kcd.edge.failure;

import kcd.edge.http.EdgeReason;
import kcd.edge.ticket.TicketFailure;

/// Why a request gets an answer of the edge's own.
public sealed interface Failure {
    /// A code for the log, the metric and the device.
    String code();

    /// The edge's own.
    record Local(EdgeReason reason) implements Failure {
        @Override
        public String code() {
            return reason.name();
        }
    }

    /// There is no token.
    record NoTicket(TicketFailure failure) implements Failure {
        @Override
        public String code() {
            return failure.reason();
        }
    }
}
