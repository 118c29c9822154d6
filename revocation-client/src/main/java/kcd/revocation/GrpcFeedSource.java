package kcd.revocation;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kcd.revocation.v1.RevocationFeedGrpc;
import kcd.revocation.v1.SubscribeRequest;
import kcd.revocation.v1.SubscribeResponse;
import org.jspecify.annotations.Nullable;

/** The feed over a gRPC channel, which the service makes, with its mTLS identity, and closes. */
public final class GrpcFeedSource implements FeedSource {

    private final Channel channel;

    public GrpcFeedSource(Channel channel) {
        this.channel = channel;
    }

    @Override
    public FeedCall open(SubscribeRequest request) {
        Call call = new Call();
        RevocationFeedGrpc.newStub(channel).subscribe(request, call);
        return call;
    }

    /** What the call's thread hands to ours. */
    private sealed interface Event {
        record Message(SubscribeResponse response) implements Event {}

        record Ended(String why) implements Event {}
    }

    /** Asks for one message at a time, so that a snapshot of any size waits at the server and not in our memory. */
    private static final class Call implements FeedCall, ClientResponseObserver<SubscribeRequest, SubscribeResponse> {

        /** Holds one message, asked for, and the end. */
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        private volatile @Nullable ClientCallStreamObserver<SubscribeRequest> stream;

        @Override
        public void beforeStart(ClientCallStreamObserver<SubscribeRequest> requestStream) {
            stream = requestStream;
            requestStream.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(SubscribeResponse response) {
            events.add(new Event.Message(response));
        }

        @Override
        public void onError(Throwable problem) {
            Status status = Status.fromThrowable(problem);
            String cause =
                    status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
            events.add(new Event.Ended(status.getCode() + ": " + status.getDescription() + cause));
        }

        @Override
        public void onCompleted() {
            events.add(new Event.Ended("the server closed the feed"));
        }

        @Override
        public SubscribeResponse next(Duration patience) throws FeedLostException, InterruptedException {
            @Nullable Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return switch (event) {
                case null -> throw new FeedLostException("silent for " + patience.toSeconds() + " s");
                case Event.Ended ended -> throw new FeedLostException(ended.why());
                case Event.Message message -> {
                    requestOneMore();
                    yield message.response();
                }
            };
        }

        private void requestOneMore() {
            ClientCallStreamObserver<SubscribeRequest> current = stream;
            if (current != null) {
                current.request(1);
            }
        }

        @Override
        public void close() {
            ClientCallStreamObserver<SubscribeRequest> current = stream;
            if (current != null) {
                current.cancel("the subscriber left", null);
            }
        }
    }
}
