package kcd.edge;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import kcd.edge.tls.RevocationGate;
import kcd.pki.trust.HotKeyManager;
import kcd.revocation.RevocationFeed;
import kcd.revocation.RevocationSettings;
import kcd.service.HotPeerTrust;

/// The edge's subscription to the revocation lists, and the gate that reads them.
final class Revocation implements AutoCloseable {
    private final RevocationFeed feed;
    private final RevocationGate gate;

    private Revocation(RevocationFeed feed) {
        this.feed = feed;
        this.gate = new RevocationGate(feed.checker());
    }

    static Revocation connect(
            RevocationSettings settings, HotKeyManager own, HotPeerTrust trust, Clock clock, MeterRegistry registry) {
        return new Revocation(RevocationFeed.connect(settings, own, trust, clock, registry));
    }

    RevocationGate gate() {
        return gate;
    }

    /// Subscribes; from then on every new snapshot has the open connections reviewed.
    void start(Runnable review) {
        feed.start(review);
    }

    /// Counts connections that a new list ended.
    void cut(int connections) {
        feed.metrics().cut(connections);
    }

    /// Whether certificates can be judged: by a list, or because policy lets them pass without.
    boolean isReady() {
        return feed.isReady();
    }

    @Override
    public void close() {
        feed.close();
    }
}
