package kcd.edge.proxy;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import kcd.edge.tls.Admission;
import kcd.edge.tls.ClientGate;

/// One downstream connection: what the gate thinks of it now, and the upstream connections it owns.
final class Device {
    private final HttpConnection connection;
    private final OwnedUpstreams upstreams;
    private Admission admission;

    Device(HttpConnection connection, Admission admission, OwnedUpstreams upstreams) {
        this.connection = connection;
        this.admission = admission;
        this.upstreams = upstreams;
    }

    /// Judged again, by what is known now.
    Admission recheck(ClientGate gate) {
        admission = gate.recheck(admission);
        return admission;
    }

    Admission admission() {
        return admission;
    }

    OwnedUpstreams upstreams() {
        return upstreams;
    }

    String remote() {
        SocketAddress address = connection.remoteAddress();
        return address == null ? "" : address.hostAddress();
    }

    /// Everything ends, also a Ping that is held.
    void cut() {
        upstreams.close();
        connection.close();
    }
}
