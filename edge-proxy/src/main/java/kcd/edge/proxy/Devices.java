package kcd.edge.proxy;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import kcd.edge.http.ConnectionRefusal;
import kcd.edge.http.EdgeReason;
import kcd.edge.tcp.Source;
import kcd.edge.tls.Admission;
import kcd.edge.tls.ClientGate;
import kcd.pki.path.CertificateHash;

/// The downstream connections of one event loop.
final class Devices {
    private final ClientGate gate;
    private final boolean certificateRequired;
    private final ConnectionCensus certificates;
    private final ConnectionCensus sources;
    private final EdgeEvents events;
    private final UpstreamConnector connector;
    private final UpstreamHealth health;
    private final int upstreamsPerDevice;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final IdentityHashMap<HttpConnection, Device> open = new IdentityHashMap<>();

    Devices(
            ClientGate gate,
            boolean certificateRequired,
            ConnectionCensus certificates,
            ConnectionCensus sources,
            UpstreamConnector connector,
            UpstreamHealth health,
            int upstreamsPerDevice,
            LongSupplier nanoTime,
            InstantSource clock,
            EdgeEvents events) {
        this.gate = gate;
        this.certificateRequired = certificateRequired;
        this.certificates = certificates;
        this.sources = sources;
        this.events = events;
        this.connector = connector;
        this.health = health;
        this.upstreamsPerDevice = upstreamsPerDevice;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /// Decides about a connection, once its handshake is over.
    void enter(HttpConnection connection) {
        List<X509Certificate> chain = chain(connection.sslSession());
        Admission admission = chain.isEmpty() && !certificateRequired ? new Admission.Anonymous() : gate.admit(chain);
        String holder =
                chain.isEmpty() ? "" : CertificateHash.of(chain.getFirst()).hex();
        String source = Source.of(Device.addressOf(connection));
        if (!sources.enter(source)) {
            refuse(connection, ConnectionRefusal.TOO_MANY_OF_SOURCE);
            return;
        }
        if (!certificates.enter(holder)) {
            sources.leave(source);
            refuse(connection, ConnectionRefusal.TOO_MANY_OF_CERTIFICATE);
            return;
        }
        OwnedUpstreams upstreams =
                new OwnedUpstreams(connector, health, holder.hashCode(), upstreamsPerDevice, nanoTime, clock);
        open.put(connection, new Device(connection, chain, holder, admission, upstreams));
        whenGone(connection, () -> {
            open.remove(connection);
            upstreams.close();
            certificates.leave(holder);
            sources.leave(source);
        });
    }

    /// By the channel itself, on its event loop. Vert.x' own close handler waits for requests that were pipelined
    /// and not read yet; when the device is gone, nobody ever reads them, and its upstream connections would stay
    /// open.
    private static void whenGone(HttpConnection connection, Runnable action) {
        ((ConnectionBase) connection).channel().closeFuture().addListener(_ -> action.run());
    }

    private void refuse(HttpConnection connection, ConnectionRefusal reason) {
        events.connectionRefused(reason);
        connection.close();
    }

    Optional<Device> of(HttpConnection connection) {
        return Optional.ofNullable(open.get(connection));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /// Asks for no more requests on connections that can be asked; those that are on their way are still taken.
    void announceEnd() {
        open.values().forEach(Device::announceEnd);
    }

    /// Now those on their way are not taken either: the device learns which, and may safely repeat them. RFC 9113
    /// section 6.8.
    void endStreams() {
        List.copyOf(open.values()).forEach(Device::endStreams);
    }

    /// Closes connections that have been told to take no more streams, each with its last one.
    void closeStreamless(long withinMillis) {
        List.copyOf(open.values()).forEach(device -> device.closeStreamless(withinMillis));
    }

    /// Cuts every connection that would not be let in now. How many of them because their certificates are revoked.
    ///
    /// Whoever has been admitted once may have requests under way, whatever a later request was told: also one that
    /// could not be checked in between. Whoever never was has none, and is judged with the next.
    int review() {
        int revoked = 0;
        for (Device device : new ArrayList<>(open.values())) {
            if (device.wasAdmitted()
                    && device.recheck(gate) instanceof Admission.Refused(EdgeReason reason)
                    && isFinal(reason)) {
                device.cut(reason);
                revoked += reason == EdgeReason.CERTIFICATE_REVOKED ? 1 : 0;
            }
        }
        return revoked;
    }

    /// A list that is merely old does not tear connections down: their next request is answered 503.
    private static boolean isFinal(EdgeReason reason) {
        return reason == EdgeReason.CERTIFICATE_REVOKED || reason == EdgeReason.CERTIFICATE_REJECTED;
    }

    private static List<X509Certificate> chain(SSLSession session) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
            return chain;
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }
}
