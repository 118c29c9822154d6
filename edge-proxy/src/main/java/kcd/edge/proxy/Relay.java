package kcd.edge.proxy;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import kcd.edge.http.EdgeReason;
import kcd.edge.route.Redirect;

/// An answer's way back to the device, streamed as fast as the device reads.
///
/// Once its head is out there is no taking back: what breaks then resets the device's request, so that a broken answer
/// is
/// never taken for a whole one.
final class Relay {
    private final Inbound inbound;
    private final boolean kerberos;
    private final BooleanSupplier over;
    private final Runnable finish;

    /// @param over whether the exchange has ended meanwhile
    /// @param finish ends it
    Relay(Inbound inbound, boolean kerberos, BooleanSupplier over, Runnable finish) {
        this.inbound = inbound;
        this.kerberos = kerberos;
        this.over = over;
        this.finish = finish;
    }

    /// @param redirect to be shown under our own name, if there is one in the head
    void run(UpstreamLease lease, HttpClientResponse upstream, Optional<Redirect> redirect) {
        HttpServerResponse response = inbound.request().response();
        Heads.towardsDevice(inbound.request(), upstream, redirect, kerberos);
        upstream.pipe()
                .endOnFailure(false)
                .to(response)
                .onComplete(Surprise.caught(
                        piped -> {
                            if (over.getAsBoolean()) {
                                lease.abandon();
                            } else if (piped.failed()) {
                                breakOff(lease, response.closed() ? "DEVICE_GONE" : "UPSTREAM_BROKEN_MIDWAY");
                            } else {
                                complete(lease, upstream);
                            }
                        },
                        () -> breakOff(lease, EdgeReason.INTERNAL.name())));
    }

    private void breakOff(UpstreamLease lease, String why) {
        lease.abandon();
        inbound.record().failed(why);
        finish.run();
        inbound.request().response().reset();
    }

    private void complete(UpstreamLease lease, HttpClientResponse upstream) {
        boolean whole = inbound.body().isEnded();
        if (whole && Heads.staysOpen(upstream)) {
            lease.giveBack();
        } else {
            lease.abandon();
        }
        finish.run();
        if (!whole) {
            // Answered before the body was read: nothing more of it is wanted.
            if (inbound.request().version() == HttpVersion.HTTP_2) {
                inbound.request().response().reset(0);
            } else {
                inbound.request().connection().close();
            }
        }
    }
}
