package kcd.edge.proxy;

import java.util.function.LongSupplier;
import kcd.edge.ticket.TicketClient;
import kcd.edge.trace.Traces;

/// What every exchange on one event loop shares.
///
/// @param kerberos whether requests are forwarded with tokens
/// @param bodyBytes the longest body that is taken
/// @param tickets where tokens come from
/// @param locations where users' mailboxes turned out to be
/// @param answer the edge's own answers
/// @param traces name requests, and record some
/// @param clock for durations
/// @param guard the last look before a request goes onto a connection
/// @param pings that are under way
/// @param events told of every request at its end
record ExchangeContext(
        boolean kerberos,
        long bodyBytes,
        TicketClient tickets,
        MailboxLocations locations,
        Answer answer,
        Traces traces,
        LongSupplier clock,
        MixUpGuard guard,
        HeldPings pings,
        EdgeEvents events) {
    long nanoTime() {
        return clock.getAsLong();
    }

    void finished(AccessRecord record) {
        record.trace().ended(record.route(), record.status(), record.reason());
        events.ended(record);
    }
}
