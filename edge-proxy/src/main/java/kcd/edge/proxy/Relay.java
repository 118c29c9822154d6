package kcd.edge.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import kcd.edge.http.EdgeReason;
import kcd.edge.route.Redirect;

/// An answer's way back to the device, streamed as fast as the device reads.
///
/// Once its head is out there is no taking back: what breaks then resets the device's request, so that a broken
/// answer is never taken for a whole one.
final class Relay {
    private static final String DEVICE_GONE = "DEVICE_GONE";
    private static final String BROKEN = "UPSTREAM_BROKEN_MIDWAY";

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
    void run(UpstreamLease lease, UpstreamExchange upstream, Optional<Redirect> redirect) {
        Heads.towardsDevice(inbound.request(), upstream.head(), redirect, kerberos);
        upstream.read(new Reader(lease, upstream, new UnreadRest(inbound.request())));
    }

    private final class Reader implements AnswerReader {
        private final UpstreamLease lease;
        private final UpstreamExchange upstream;
        private final UnreadRest rest;
        private final HttpServerResponse response = inbound.request().response();

        Reader(UpstreamLease lease, UpstreamExchange upstream, UnreadRest rest) {
            this.lease = lease;
            this.upstream = upstream;
            this.rest = rest;
        }

        @Override
        public void chunk(Buffer bytes) {
            unlessOver(() -> {
                response.write(bytes);
                if (response.writeQueueFull()) {
                    upstream.pause();
                    response.drainHandler(_ -> upstream.resume());
                }
            });
        }

        @Override
        public void end(Buffer last) {
            unlessOver(() -> response.end(last).onComplete(Surprise.caught(this::ended, this::surprised)));
        }

        @Override
        public void broken() {
            unlessOver(() -> breakOff(lease, response.closed() ? DEVICE_GONE : BROKEN));
        }

        private void ended(AsyncResult<Void> sent) {
            unlessOver(() -> {
                if (sent.failed()) {
                    breakOff(lease, response.closed() ? DEVICE_GONE : BROKEN);
                } else {
                    complete(lease, upstream.head(), rest);
                }
            });
        }

        private void surprised() {
            breakOff(lease, EdgeReason.INTERNAL.name());
        }

        private void unlessOver(Runnable step) {
            if (over.getAsBoolean()) {
                lease.abandon();
            } else {
                Surprise.run(step, this::surprised);
            }
        }
    }

    private void breakOff(UpstreamLease lease, String why) {
        lease.abandon();
        inbound.record().failed(why);
        finish.run();
        inbound.request().response().reset();
    }

    private void complete(UpstreamLease lease, AnswerHead upstream, UnreadRest rest) {
        boolean whole = inbound.body().isEnded();
        if (whole && upstream.keepsConnection()) {
            lease.giveBack();
        } else {
            lease.abandon();
        }
        finish.run();
        if (!whole || rest.endsConnection()) {
            rest.drop();
        }
    }
}
