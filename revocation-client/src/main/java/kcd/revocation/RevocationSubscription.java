package kcd.revocation;

import com.google.protobuf.ByteString;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.SnapshotMismatchException;
import kcd.revocation.v1.SubscribeRequest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the current revocation lists, pushed by crl-service, for as long as the service lives. A lost feed is subscribed
 * anew, for ever; the last snapshot stays in force meanwhile, and its lists' nextUpdate says how long that is good.
 *
 * <p>{@link #current()} is a volatile read: take it once per request. Listeners hear of each new snapshot after it is in
 * force, one call at a time, on the subscription's own thread; there they walk open connections and cut the revoked.
 */
public final class RevocationSubscription implements AutoCloseable {

    /** Three heartbeats of the feed. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Logger LOG = Logger.getLogger(RevocationSubscription.class);

    private final FeedSource source;
    private final Clock clock;
    private final Backoff backoff;
    private final List<Consumer<CrlSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;

    private volatile @Nullable CrlSnapshot current;
    private volatile @Nullable Instant heardAt;
    private volatile @Nullable Instant publishedAt;
    private volatile @Nullable String trouble = "not connected yet";
    private volatile boolean closed;

    public RevocationSubscription(FeedSource source, Clock clock) {
        this(source, clock, Backoff.DEFAULT);
    }

    RevocationSubscription(FeedSource source, Clock clock, Backoff backoff) {
        this.source = source;
        this.clock = clock;
        this.backoff = backoff;
        this.thread = Thread.ofVirtual().name("revocation-subscription").unstarted(this::run);
    }

    /** Adds a listener. Do so before the start: it is not told of snapshots that came before. */
    public RevocationSubscription onSnapshot(Consumer<CrlSnapshot> listener) {
        listeners.add(listener);
        return this;
    }

    /** Subscribes, on a thread of its own. */
    public RevocationSubscription start() {
        thread.start();
        return this;
    }

    /** The lists in force; empty until the first snapshot arrived. */
    public Optional<CrlSnapshot> current() {
        return Optional.ofNullable(current);
    }

    /** When the lists in force were published, if the server says so. */
    public Optional<Instant> publishedAt() {
        return Optional.ofNullable(publishedAt);
    }

    /** When the feed last gave a sign of life. */
    public Optional<Instant> heardAt() {
        return Optional.ofNullable(heardAt);
    }

    /** How long ago that was. */
    public Optional<Duration> age() {
        return heardAt().map(instant -> Duration.between(instant, clock.instant()));
    }

    /** Why there is no feed just now; empty while there is. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        RandomGenerator random = RandomGenerator.getDefault();
        int failures = 0;
        boolean fresh = false;
        while (!closed) {
            boolean heard = false;
            try (FeedCall call = source.open(request(fresh))) {
                SnapshotReceiver receiver = new SnapshotReceiver(current);
                while (!closed) {
                    var message = call.next(PATIENCE);
                    var received = receiver.receive(message);
                    heardAt = clock.instant();
                    if (received.isPresent() || message.hasHeartbeat()) {
                        // A server whose lists we cannot take must not be asked for all of them twice a second.
                        trouble = null;
                        heard = true;
                        fresh = false;
                    }
                    if (received.isPresent()) {
                        publishedAt = receiver.publishedAt().orElse(null);
                        install(received.get());
                    }
                }
            } catch (FeedLostException e) {
                lost(String.valueOf(e.getMessage()));
            } catch (SnapshotMismatchException e) {
                fresh = true;
                lost(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("the revocation feed met an unexpected error", e);
                lost(e.toString());
            }
            failures = heard ? 1 : failures + 1;
            if (!pause(backoff.after(failures, random))) {
                return;
            }
        }
    }

    private SubscribeRequest request(boolean fresh) {
        CrlSnapshot have = current;
        if (have == null || fresh) {
            return SubscribeRequest.getDefaultInstance();
        }
        return SubscribeRequest.newBuilder()
                .setHaveVersion(have.version())
                .setHaveDigest(ByteString.copyFrom(have.digest().toByteArray()))
                .build();
    }

    private void install(CrlSnapshot snapshot) {
        current = snapshot;
        LOG.infof("revocation lists now at %s", snapshot);
        for (Consumer<CrlSnapshot> listener : listeners) {
            try {
                listener.accept(snapshot);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on a new revocation snapshot", e);
            }
        }
    }

    private void lost(String why) {
        if (!closed) {
            trouble = why;
            LOG.warnf("revocation feed lost: %s", why);
        }
    }

    private boolean pause(Duration wait) {
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Ends the subscription; the last snapshot stays readable. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
