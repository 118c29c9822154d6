package kcd.edge;

import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

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
/// @param mtlsKey the edge's identity towards the brokers; none if it talks to none
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
        @Nullable HotKeyManager mtlsKey,
        Optional<Tracing> tracing,
        IntConsumer cut,
        List<Runnable> reviews) {}
