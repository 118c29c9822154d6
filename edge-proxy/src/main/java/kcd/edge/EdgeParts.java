package kcd.edge;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import kcd.edge.config.EdgeSettings;
import kcd.edge.door.Door;
import kcd.edge.observe.EdgeMetrics;
import kcd.edge.proxy.ConnectionCensus;
import kcd.edge.proxy.EdgeEvents;
import kcd.edge.proxy.MailboxLocations;
import kcd.edge.proxy.UpstreamHealth;
import kcd.edge.route.RouteTable;
import kcd.edge.ticket.BrokerDirectory;
import kcd.edge.tls.ClientGate;
import kcd.pki.trust.HotKeyManager;
import kcd.service.tracing.Tracing;

/// What the event loops share: built once, safe for all of them.
///
/// @param settings checked
/// @param server how to listen
/// @param door who comes to a handshake
/// @param gate who gets in
/// @param clock certificates and tickets end by
/// @param routes what goes where
/// @param certificates connections per certificate
/// @param sources connections per address
/// @param health which upstreams take connections
/// @param locations where users' mailboxes turned out to be
/// @param metrics handshakes
/// @param events told of what happens
/// @param brokers who they are just now
/// @param mesh the edge towards the brokers; none if it talks to none
/// @param upstreamTrust by route, where it is not the platform's
/// @param tracing where spans go, if any are made
/// @param cut told how many connections each loop ended because their certificates are revoked
/// @param reviews to be run when trust or revocation changed; every loop adds its own
record EdgeParts(
        EdgeSettings settings,
        HttpServerOptions server,
        Door door,
        ClientGate gate,
        Clock clock,
        RouteTable routes,
        ConnectionCensus certificates,
        ConnectionCensus sources,
        UpstreamHealth health,
        MailboxLocations locations,
        EdgeMetrics metrics,
        EdgeEvents events,
        BrokerDirectory brokers,
        Optional<Mesh> mesh,
        Map<String, TrustOptions> upstreamTrust,
        Optional<Tracing> tracing,
        IntConsumer cut,
        List<Runnable> reviews) {
    EdgeParts {
        upstreamTrust = Map.copyOf(upstreamTrust);
    }

    /// Who the edge is, and whom it believes, inside.
    record Mesh(HotKeyManager key, TrustOptions trust) {}
}
