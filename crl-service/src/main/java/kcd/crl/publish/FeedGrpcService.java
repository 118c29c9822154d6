package kcd.crl.publish;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import kcd.crl.publish.Subscriber.FeedTiming;
import kcd.pki.crl.Octets;
import kcd.revocation.v1.RevocationFeedGrpc;
import kcd.revocation.v1.SubscribeRequest;
import kcd.revocation.v1.SubscribeResponse;

/** The feed's gRPC face: admits subscribers and gives each its thread. */
@GrpcService
public class FeedGrpcService extends RevocationFeedGrpc.RevocationFeedImplBase {

    static final int MAX_SUBSCRIBERS = 1000;
    /** So that one service that is broken, or captured, leaves places for the others; replicas may share a certificate. */
    static final int MAX_PER_SUBJECT = 100;

    private static final int DIGEST_BYTES = 32;

    private final CrlBoard board;
    private final FeedTiming timing;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Inject
    public FeedGrpcService(CrlBoard board) {
        this(board, FeedTiming.DEFAULT);
    }

    FeedGrpcService(CrlBoard board, FeedTiming timing) {
        this.board = board;
        this.timing = timing;
    }

    @Override
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> responses) {
        int digestBytes = request.getHaveDigest().size();
        if (digestBytes != 0 && digestBytes != DIGEST_BYTES) {
            responses.onError(refusal(Status.INVALID_ARGUMENT, "have_digest has " + digestBytes + " bytes"));
        } else if (board.current().isEmpty()) {
            responses.onError(refusal(Status.UNAVAILABLE, "no revocation list has been accepted yet"));
        } else if (subscribers.size() >= MAX_SUBSCRIBERS) {
            responses.onError(refusal(Status.RESOURCE_EXHAUSTED, "too many subscribers"));
        } else if (subscribersOf(SubscriberName.current()) >= MAX_PER_SUBJECT) {
            responses.onError(refusal(Status.RESOURCE_EXHAUSTED, "too many subscribers with this certificate"));
        } else {
            admit(request, (ServerCallStreamObserver<SubscribeResponse>) responses);
        }
    }

    private long subscribersOf(SubscriberName.Peer peer) {
        return subscribers.stream()
                .filter(subscriber -> subscriber.peer().subject().equals(peer.subject()))
                .count();
    }

    private static Throwable refusal(Status status, String why) {
        return status.withDescription(why).asRuntimeException();
    }

    private void admit(SubscribeRequest request, ServerCallStreamObserver<SubscribeResponse> stream) {
        Octets digest = Octets.of(request.getHaveDigest().toByteArray());
        Subscriber subscriber = new Subscriber(
                SubscriberName.current(), board, stream, timing, request.getHaveVersion(), digest, this::left);
        subscribers.add(subscriber);
        listeners.forEach(Runnable::run);
        stream.setOnCancelHandler(subscriber::stop);
        subscriber.start();
    }

    private void left(Subscriber subscriber) {
        subscribers.remove(subscriber);
        listeners.forEach(Runnable::run);
    }

    /** Tells a listener of every subscriber that comes or goes. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * A subscriber of now.
     *
     * @param name whose certificate it showed, and from where
     * @param version that it was brought to last
     */
    public record Subscription(String name, LongSupplier version) {}

    /** The subscribers of now. */
    public List<Subscription> subscriptions() {
        return subscribers.stream()
                .map(subscriber -> new Subscription(subscriber.peer().toString(), subscriber::version))
                .toList();
    }

    /** The versions that the subscribers of now were brought to. */
    public List<Long> subscriberVersions() {
        return subscribers.stream().map(Subscriber::version).toList();
    }

    @PreDestroy
    void goAway() {
        subscribers.forEach(Subscriber::stop);
    }
}
