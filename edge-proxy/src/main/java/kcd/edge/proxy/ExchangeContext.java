package kcd.edge.proxy;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import kcd.edge.ticket.TicketClient;

/// What every exchange on one event loop shares.
///
/// @param kerberos whether requests are forwarded with tokens
/// @param tickets where tokens come from
/// @param answer the edge's own answers
/// @param clock for durations
/// @param ended told of every request at its end
record ExchangeContext(
        boolean kerberos, TicketClient tickets, Answer answer, LongSupplier clock, Consumer<AccessRecord> ended) {
    long nanoTime() {
        return clock.getAsLong();
    }

    void finished(AccessRecord record) {
        ended.accept(record);
    }
}
