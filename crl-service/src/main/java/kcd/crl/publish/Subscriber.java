package kcd.crl.publish;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kcd.pki.crl.Octets;
import kcd.revocation.v1.Heartbeat;
import kcd.revocation.v1.SubscribeResponse;

/**
 * One subscriber's side of the feed, on a virtual thread of its own: brings it to the version in force, waits for the
 * next, and so on. Holds one snapshot and one message at most; versions that come and go while the subscriber is slow are
 * never sent to it.
 */
final class Subscriber implements Runnable {

    private final SubscriberName.Peer peer;
    private final CrlBoard board;
    private final ServerCallStreamObserver<SubscribeResponse> stream;
    private final FeedTiming timing;
    private final Consumer<Subscriber> onEnd;
    private final Semaphore ready = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("subscriber").unstarted(this);

    private volatile long version;
    private Octets digest;

    /** Times of the feed, which tests shorten. */
    record FeedTiming(Duration heartbeat, Duration slowness) {

        static final FeedTiming DEFAULT = new FeedTiming(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    /** @param peer whose it is */
    Subscriber(
            SubscriberName.Peer peer,
            CrlBoard board,
            ServerCallStreamObserver<SubscribeResponse> stream,
            FeedTiming timing,
            long haveVersion,
            Octets haveDigest,
            Consumer<Subscriber> onEnd) {
        this.peer = peer;
        this.board = board;
        this.stream = stream;
        this.timing = timing;
        this.version = haveVersion;
        this.digest = haveDigest;
        this.onEnd = onEnd;
        stream.setOnReadyHandler(ready::release);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    SubscriberName.Peer peer() {
        return peer;
    }

    /** The version that the subscriber was brought to last. */
    long version() {
        return version;
    }

    @Override
    public void run() {
        try {
            boolean behind = catchUp();
            if (!behind) {
                send(heartbeat());
            }
            while (true) {
                if (board.awaitOther(version, timing.heartbeat())) {
                    catchUp();
                } else {
                    send(heartbeat());
                }
            }
        } catch (StatusException e) {
            stream.onError(e);
        } catch (InterruptedException e) {
            if (!stream.isCancelled()) {
                stream.onError(Status.UNAVAILABLE
                        .withDescription("the server is going away")
                        .asException());
            }
        } finally {
            onEnd.accept(this);
        }
    }

    /** Brings the subscriber to the version in force. False if it is there already. */
    private boolean catchUp() throws StatusException, InterruptedException {
        Optional<List<SubscribeResponse>> changes =
                board.changesSince(version, digest).flatMap(Subscriber::encode);
        CrlBoard.Publication now = board.latest().orElseThrow(() -> Status.UNAVAILABLE.asException());
        if (changes.isEmpty()) {
            send(new SnapshotMessages(now));
            version = now.snapshot().version();
            digest = now.snapshot().digest();
            return true;
        }
        send(changes.get().iterator());
        for (SubscribeResponse change : changes.get()) {
            version = change.getChange().getToVersion();
            digest = Octets.of(change.getChange().getDigest().toByteArray());
        }
        return !changes.get().isEmpty();
    }

    /** All changes as messages; empty if one of them is too large, which a snapshot is better for. */
    private static Optional<List<SubscribeResponse>> encode(List<CrlBoard.Step> changes) {
        List<Optional<SubscribeResponse>> messages =
                changes.stream().map(FeedEncoding::change).toList();
        return messages.stream().allMatch(Optional::isPresent)
                ? Optional.of(messages.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    private SubscribeResponse heartbeat() {
        return SubscribeResponse.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setVersion(version))
                .build();
    }

    private void send(Iterator<SubscribeResponse> messages) throws StatusException, InterruptedException {
        while (messages.hasNext()) {
            send(messages.next());
        }
    }

    private void send(SubscribeResponse message) throws StatusException, InterruptedException {
        long deadline = System.nanoTime() + timing.slowness().toNanos();
        while (!stream.isReady()) {
            if (!ready.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) && !stream.isReady()) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("read nothing for " + timing.slowness().toSeconds() + " s; subscribe anew")
                        .asException();
            }
        }
        stream.onNext(message);
    }
}
