package kcd.edge;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import kcd.edge.config.EdgeSettings;
import kcd.edge.tls.RevocationGate;
import kcd.pki.trust.HotKeyManager;
import kcd.revocation.RevocationFeed;
import kcd.service.FileWatch;
import kcd.service.HotPeerTrust;
import org.jboss.logging.Logger;

/// The edge's subscription to the revocation lists, and the gate that reads them.
final class Revocation implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Revocation.class);
    private static final Duration FILE_POLL = Duration.ofSeconds(5);

    private final RevocationFeed feed;
    private final RevocationGate gate;
    private final FileWatch trustFile;

    private Revocation(RevocationFeed feed, FileWatch trustFile) {
        this.feed = feed;
        this.gate = new RevocationGate(feed.checker());
        this.trustFile = trustFile;
    }

    static Revocation connect(EdgeSettings settings, HotKeyManager own, Clock clock, MeterRegistry registry) {
        Path file = settings.mtls().orElseThrow().trustStore();
        try {
            HotPeerTrust trust = HotPeerTrust.of(file);
            RevocationFeed feed =
                    RevocationFeed.connect(settings.revocation().orElseThrow(), own, trust, clock, registry);
            return new Revocation(feed, new FileWatch(List.of(file), () -> reload(trust, file)).startNow(FILE_POLL));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("kcd.mtls.trust-store changed since it was checked: " + e.getMessage(), e);
        }
    }

    private static void reload(HotPeerTrust trust, Path file) {
        try {
            trust.replace(file);
        } catch (IOException | GeneralSecurityException e) {
            LOG.errorf("kcd.mtls.trust-store: keeps the old, since the new cannot be used: %s", e.getMessage());
        }
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
        trustFile.close();
    }
}
