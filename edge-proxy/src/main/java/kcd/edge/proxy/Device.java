package kcd.edge.proxy;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http2ServerConnection;
import io.vertx.core.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import kcd.edge.http.EdgeReason;
import kcd.edge.tls.Admission;
import kcd.edge.tls.AdmittedCertificate;
import kcd.edge.tls.ClientGate;
import org.jspecify.annotations.Nullable;

/// One downstream connection: what the gate thinks of it now, and the upstream connections it owns.
final class Device {
    private static final long NO_ERROR = 0;

    private final HttpConnection connection;
    private final List<X509Certificate> chain;
    private final String holder;
    private final OwnedUpstreams upstreams;
    private final Set<Exchange> underWay = new HashSet<>();
    private Admission admission;
    private @Nullable AdmittedCertificate admitted;
    private boolean endAnnounced;

    /// @param holder the certificate's fingerprint; empty where none was shown
    Device(
            HttpConnection connection,
            List<X509Certificate> chain,
            String holder,
            Admission admission,
            OwnedUpstreams upstreams) {
        this.connection = connection;
        this.chain = List.copyOf(chain);
        this.holder = holder;
        this.upstreams = upstreams;
        this.admission = take(admission);
    }

    /// Judged again, by what is known now. Whoever was refused for want of a revocation list gets in once there is one.
    Admission recheck(ClientGate gate) {
        admission = switch (admission) {
            case Admission.Admitted _, Admission.Refused _ ->
                take(admitted == null ? gate.admit(chain) : gate.recheck(admitted));
            case Admission.Anonymous() -> admission;
        };
        return admission;
    }

    private Admission take(Admission verdict) {
        if (verdict instanceof Admission.Admitted(AdmittedCertificate certificate)) {
            admitted = certificate;
        }
        return verdict;
    }

    /// Whether it was ever let in by its certificate.
    boolean wasAdmitted() {
        return admitted != null;
    }

    String holder() {
        return holder;
    }

    OwnedUpstreams upstreams() {
        return upstreams;
    }

    String remote() {
        return addressOf(connection);
    }

    static String addressOf(HttpConnection connection) {
        SocketAddress address = connection.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }

    /// A request of it is under way, until it [#ends].
    void begins(Exchange exchange) {
        underWay.add(exchange);
    }

    void ends(Exchange exchange) {
        underWay.remove(exchange);
    }

    /// Asks it, once, to send no more requests here, where its protocol can; those on their way are still taken.
    /// RFC 9113 section 6.8.
    void announceEnd() {
        if (isHttp2() && !endAnnounced) {
            endAnnounced = true;
            connection.goAway(NO_ERROR, Integer.MAX_VALUE);
        }
    }

    /// Tells it which of its requests are the last that are taken, where its protocol can.
    void endStreams() {
        if (isHttp2()) {
            connection.goAway(NO_ERROR);
        }
    }

    /// Closes it with its last stream, where [#endStreams] has said that no more are taken.
    void closeStreamless(long withinMillis) {
        if (isHttp2()) {
            var _ = connection.shutdown(withinMillis, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isHttp2() {
        return connection instanceof Http2ServerConnection;
    }

    /// Everything ends, also a Ping that is held: with 403 where no answer has begun.
    void cut(EdgeReason reason) {
        List.copyOf(underWay).forEach(exchange -> exchange.cut(reason));
        upstreams.close();
        connection.close();
    }
}
