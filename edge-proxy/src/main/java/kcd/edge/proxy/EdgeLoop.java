package kcd.edge.proxy;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import kcd.edge.route.RouteTable;
import kcd.edge.ticket.TicketClient;
import kcd.edge.tls.ClientGate;
import kcd.edge.trace.Traces;

/// Puts together the proxy of one event loop.
///
/// @param gate who gets in
/// @param routes what goes where
/// @param certificateRequired whether a connection without one is refused
/// @param bodyBytes the longest body that is taken
/// @param kerberos whether requests are forwarded with tokens
/// @param upstreamsPerDevice how many upstream connections one device may own at a time
/// @param certificates connections per certificate, over all loops
/// @param sources connections per address, over all loops
/// @param connector to the upstreams
/// @param health which upstreams take connections, over all loops
/// @param tickets where tokens come from
/// @param locations where users' mailboxes turned out to be, over all loops
/// @param events told of what happens
/// @param nanoTime for durations
/// @param clock tickets end by
/// @param random spreads the waits that devices are told
/// @param traces name requests, and record some
public record EdgeLoop(
        ClientGate gate,
        RouteTable routes,
        boolean certificateRequired,
        boolean kerberos,
        long bodyBytes,
        int upstreamsPerDevice,
        ConnectionCensus certificates,
        ConnectionCensus sources,
        UpstreamConnector connector,
        UpstreamHealth health,
        TicketClient tickets,
        MailboxLocations locations,
        EdgeEvents events,
        LongSupplier nanoTime,
        InstantSource clock,
        RandomGenerator random,
        Traces traces) {

    public EdgeProxy proxy() {
        Devices devices = new Devices(
                gate,
                certificateRequired,
                certificates,
                sources,
                connector,
                health,
                upstreamsPerDevice,
                nanoTime,
                clock,
                events);
        ExchangeContext context = new ExchangeContext(
                routes,
                kerberos,
                bodyBytes,
                tickets,
                locations,
                new Answer(random),
                traces,
                nanoTime,
                clock,
                new MixUpGuard(events),
                new HeldPings(),
                events);
        return new EdgeProxy(gate, devices, context);
    }
}
