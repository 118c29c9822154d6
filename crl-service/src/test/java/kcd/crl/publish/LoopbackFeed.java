package kcd.crl.publish;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kcd.revocation.FeedCall;
import kcd.revocation.FeedLostException;
import kcd.revocation.FeedSource;
import kcd.revocation.v1.SubscribeRequest;
import kcd.revocation.v1.SubscribeResponse;

/** Joins subscriber and service without a network: a call is a queue of a few messages, ready while it has room. */
final class LoopbackFeed implements FeedSource {

    static final int ROOM = 4;

    private final FeedGrpcService service;
    private final List<SubscribeResponse> sent = new CopyOnWriteArrayList<>();
    private volatile Call latest;
    private volatile CountDownLatch network = new CountDownLatch(0);

    LoopbackFeed(FeedGrpcService service) {
        this.service = service;
    }

    /** Every message that any call carried. */
    List<SubscribeResponse> sent() {
        return sent;
    }

    List<SubscribeResponse.MessageCase> kinds() {
        return sent.stream().map(SubscribeResponse::getMessageCase).toList();
    }

    /** Breaks the connection, as a network does; nobody gets through until it is {@link #mend}ed. */
    void cut() {
        network = new CountDownLatch(1);
        latest.onError(Status.UNAVAILABLE.withDescription("the network broke").asException());
        latest.close();
    }

    void mend() {
        network.countDown();
    }

    @Override
    public Call open(SubscribeRequest request) {
        try {
            network.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Call call = new Call();
        latest = call;
        service.subscribe(request, call);
        return call;
    }

    final class Call extends ServerCallStreamObserver<SubscribeResponse> implements FeedCall {

        private final BlockingQueue<SubscribeResponse> messages = new ArrayBlockingQueue<>(ROOM);
        private volatile Status ended;
        private volatile boolean cancelled;
        private volatile Runnable onCancel = () -> {};
        private volatile Runnable onReady = () -> {};

        @Override
        public SubscribeResponse next(Duration patience) throws FeedLostException, InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < deadline) {
                SubscribeResponse message = messages.poll(10, TimeUnit.MILLISECONDS);
                if (message != null) {
                    onReady.run();
                    return message;
                }
                if (ended != null) {
                    throw new FeedLostException(ended.getCode() + ": " + ended.getDescription());
                }
            }
            throw new FeedLostException("silent");
        }

        Status ended() {
            return ended;
        }

        @Override
        public void close() {
            cancelled = true;
            onCancel.run();
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            onCancel = handler;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public boolean isReady() {
            return messages.remainingCapacity() > 0;
        }

        @Override
        public void onNext(SubscribeResponse message) {
            sent.add(message);
            messages.add(message);
        }

        @Override
        public void onError(Throwable problem) {
            ended = Status.fromThrowable(problem);
        }

        @Override
        public void onCompleted() {
            ended = Status.OK;
        }

        @Override
        public void setCompression(String compression) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void disableAutoInboundFlowControl() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void request(int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setMessageCompression(boolean enable) {
            throw new UnsupportedOperationException();
        }
    }
}
