package kcd.edge.proxy;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import kcd.edge.route.RouteTable;
import kcd.edge.ticket.TicketClient;
import kcd.edge.trace.Traces;

/// What every exchange on one event loop shares.
///
/// @param routes what goes where
/// @param kerberos whether requests are forwarded with tokens
/// @param bodyBytes the longest body that is taken
/// @param tickets where tokens come from
/// @param locations where users' mailboxes turned out to be
/// @param answer the edge's own answers
/// @param traces name requests, and record some
/// @param nanos for durations
/// @param clock tickets end by
/// @param guard the last look before a request goes onto a connection
/// @param pings that are under way
/// @param events told of every request at its end
record ExchangeContext(
        RouteTable routes,
        boolean kerberos,
        long bodyBytes,
        TicketClient tickets,
        MailboxLocations locations,
        Answer answer,
        Traces traces,
        LongSupplier nanos,
        InstantSource clock,
        MixUpGuard guard,
        HeldPings pings,
        EdgeEvents events) {
    long nanoTime() {
        return nanos.getAsLong();
    }

    void finished(AccessRecord record) {
        record.trace().ended(record.route(), record.status(), record.reason());
        events.ended(record);
    }
}
