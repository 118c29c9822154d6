package kcd.edge.proxy;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import kcd.edge.route.RouteTable;
import kcd.edge.ticket.TicketClient;
import kcd.edge.tls.ClientGate;

/// Puts together the proxy of one event loop.
///
/// @param gate who gets in
/// @param routes what goes where
/// @param certificateRequired whether a connection without one is refused
/// @param kerberos whether requests are forwarded with tokens
/// @param upstreamsPerDevice how many upstream connections one device may own at a time
/// @param census connections per certificate, over all loops
/// @param connector to the upstreams
/// @param tickets where tokens come from
/// @param ended told of every request at its end
/// @param nanoTime for durations
/// @param random spreads the waits that devices are told
public record EdgeLoop(
        ClientGate gate,
        RouteTable routes,
        boolean certificateRequired,
        boolean kerberos,
        int upstreamsPerDevice,
        ConnectionCensus census,
        UpstreamConnector connector,
        TicketClient tickets,
        Consumer<AccessRecord> ended,
        LongSupplier nanoTime,
        RandomGenerator random) {

    public EdgeProxy proxy() {
        Devices devices = new Devices(gate, certificateRequired, census, connector, upstreamsPerDevice, nanoTime);
        ExchangeContext context = new ExchangeContext(kerberos, tickets, new Answer(random), nanoTime, ended);
        return new EdgeProxy(gate, routes, devices, context);
    }
}
