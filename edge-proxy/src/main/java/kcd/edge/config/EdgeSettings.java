package kcd.edge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import kcd.edge.door.AddressRange;
import kcd.edge.route.Route;
import kcd.edge.tcp.KeepAlive;
import kcd.edge.tls.TicketKeyFiles;
import kcd.pki.file.KeyMaterial;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;
import kcd.pki.trust.AnnouncedIssuers;
import kcd.revocation.RevocationSettings;
import kcd.service.MtlsSettings;
import kcd.service.tracing.TracingSettings;
import kcd.service.trust.LoadedTrust;

/// The edge's settings, checked whole: nothing in here can still turn out to be wrong for its own part.
///
/// @param listen where devices connect
/// @param tls what they see
/// @param furtherTls what those see that ask for another name
/// @param clients whom they must be
/// @param kerberos whether requests carry tickets
/// @param routes what goes where
/// @param brokers where tokens come from; empty exactly when Kerberos is off
/// @param brokerDeadline for a token, over all brokers
/// @param revocation where revocation lists come from, if they matter
/// @param mtls the edge's own identity towards broker and crl-service, if it talks to any
/// @param limits bounds
/// @param front what happens before a device is known
/// @param drain how the edge ends
/// @param keepAlive how TCP looks after connections that rest
/// @param tracing where spans go, if any are made
/// @param warmUp how long the edge may serve itself before it serves others; zero for not at all
public record EdgeSettings(
        Endpoint listen,
        Server tls,
        List<Server> furtherTls,
        Clients clients,
        boolean kerberos,
        List<Route> routes,
        List<Endpoint> brokers,
        Duration brokerDeadline,
        Optional<RevocationSettings> revocation,
        Optional<MtlsSettings> mtls,
        Limits limits,
        Front front,
        Drain drain,
        KeepAlives keepAlive,
        Optional<TracingSettings> tracing,
        Duration warmUp) {
    public EdgeSettings {
        furtherTls = List.copyOf(furtherTls);
        routes = List.copyOf(routes);
        brokers = List.copyOf(brokers);
    }

    /// A host and a TCP port.
    public record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// A server certificate: the files to watch, and what they held when checked.
    ///
    /// @param key what the settings of it begin with
    public record Server(String key, Path certificate, Path privateKey, KeyMaterial material) {}

    /// Whose certificates are let in: the files to watch, and what they held when checked.
    public record Clients(boolean required, LoadedTrust trust, AnnouncedIssuers announced) {
        /// What they held when checked.
        public TrustAnchors anchors() {
            return trust.anchors();
        }

        /// By what rules certificates are judged.
        public PathPolicy policy() {
            return trust.store().policy();
        }
    }

    /// What one device, or many, may take.
    public record Limits(
            int headerBytes,
            int requestLineBytes,
            int streamsPerConnection,
            long bodyBytes,
            int connectionsPerCertificate,
            int connectionsPerSource,
            Duration idleTimeout,
            Duration handshakeTimeout) {}

    /// What happens before a device is known.
    ///
    /// @param ticketKeys for session tickets, if edges share them
    /// @param handshakes under way at a time
    /// @param handshakesPerSource of these from one address
    /// @param loadBalancers whose connections begin with a PROXY header
    public record Front(
            Optional<TicketKeyFiles> ticketKeys,
            int handshakes,
            int handshakesPerSource,
            List<AddressRange> loadBalancers) {
        public Front {
            loadBalancers = List.copyOf(loadBalancers);
        }
    }

    /// How the edge ends.
    ///
    /// @param grace for everything
    /// @param notice at its beginning, while new connections are still let in
    /// @param answerHeldPings whether Pings are answered instead of cut
    public record Drain(Duration grace, Duration notice, boolean answerHeldPings) {}

    /// How TCP looks after connections that rest, on either side.
    public record KeepAlives(KeepAlive devices, KeepAlive upstreams) {}
}
