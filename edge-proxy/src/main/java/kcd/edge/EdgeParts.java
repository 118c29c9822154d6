package kcd.edge;

import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.function.Consumer;
import kcd.edge.config.EdgeSettings;
import kcd.edge.door.Door;
import kcd.edge.observe.EdgeMetrics;
import kcd.edge.proxy.AccessRecord;
import kcd.edge.proxy.ConnectionCensus;
import kcd.edge.route.RouteTable;
import kcd.edge.tls.ClientGate;
import kcd.pki.trust.HotKeyManager;
import org.jspecify.annotations.Nullable;

/// What the event loops share: built once, safe for all of them.
///
/// @param settings checked
/// @param server how to listen
/// @param door who comes to a handshake
/// @param gate who gets in
/// @param routes what goes where
/// @param census connections per certificate
/// @param metrics handshakes
/// @param ended told of every request at its end
/// @param mtlsKey the edge's identity towards the brokers; none if it talks to none
/// @param reviews to be run when trust or revocation changed; every loop adds its own
record EdgeParts(
        EdgeSettings settings,
        HttpServerOptions server,
        Door door,
        ClientGate gate,
        RouteTable routes,
        ConnectionCensus census,
        EdgeMetrics metrics,
        Consumer<AccessRecord> ended,
        @Nullable HotKeyManager mtlsKey,
        List<Runnable> reviews) {}
