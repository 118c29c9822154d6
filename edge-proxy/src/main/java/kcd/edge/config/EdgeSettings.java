package kcd.edge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import kcd.edge.route.Route;
import kcd.pki.file.KeyMaterial;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;
import kcd.pki.revocation.WhenStale;
import kcd.pki.trust.AnnouncedIssuers;
import kcd.service.MtlsSettings;

/// The edge's settings, checked whole: nothing in here can still turn out to be wrong for its own part.
///
/// @param listen where devices connect
/// @param tls what they see
/// @param clients whom they must be
/// @param kerberos whether requests carry tickets
/// @param routes what goes where
/// @param brokers where tokens come from; empty exactly when Kerberos is off
/// @param revocation where revocation lists come from, if they matter
/// @param mtls the edge's own identity towards broker and crl-service, if it talks to any
/// @param limits bounds
public record EdgeSettings(
        Endpoint listen,
        Server tls,
        Clients clients,
        boolean kerberos,
        List<Route> routes,
        List<Endpoint> brokers,
        Optional<Revocation> revocation,
        Optional<MtlsSettings> mtls,
        Limits limits) {
    public EdgeSettings {
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

    /// The server certificate: the files to watch, and what they held when checked.
    public record Server(Path certificate, Path privateKey, KeyMaterial material) {}

    /// Whose certificates are let in: the files to watch, and what they held when checked.
    public record Clients(
            boolean required, ClientTrust trust, TrustAnchors anchors, PathPolicy policy, AnnouncedIssuers announced) {}

    /// Where revocation lists come from and what an old one is worth.
    public record Revocation(Endpoint endpoint, WhenStale whenStale) {}

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
}
