package kcd.bench.mint;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.MintTokenResponse;
import kcd.ticket.v1.TicketBrokerGrpc.TicketBrokerStub;

/** Keeps a number of calls in flight on one connection, round all users, and notes how long each took. */
final class Load {
    private static final int MAX_CALLS = 1_000_000;

    private final TicketBrokerStub stub;
    private final List<MintTokenRequest> requests;
    private final int inFlight;
    private final Semaphore free;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger done = new AtomicInteger();
    private final long[] nanos;

    Load(TicketBrokerStub stub, List<MintTokenRequest> requests, int inFlight) {
        this.stub = stub;
        this.requests = requests;
        this.inFlight = inFlight;
        this.free = new Semaphore(inFlight);
        this.nanos = new long[MAX_CALLS];
    }

    /** One call for each user. */
    void once() throws InterruptedException {
        for (int user = 0; user < requests.size(); user++) {
            call(user);
        }
        finish();
    }

    Latencies run(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        for (int call = 0; call < MAX_CALLS && System.nanoTime() < end; call++) {
            call(call % requests.size());
        }
        finish();
        return Latencies.of(nanos, done.get());
    }

    private void call(int user) throws InterruptedException {
        free.acquire();
        stub.mintToken(requests.get(user), new Answer(Broker.name(user) + "@", System.nanoTime()));
    }

    /** Waits for the last answers. */
    private void finish() throws InterruptedException {
        free.acquire(inFlight);
        free.release(inFlight);
        Optional.ofNullable(failure.get()).ifPresent(cause -> {
            throw new IllegalStateException("a call failed", cause);
        });
    }

    /** Takes one answer; another user's token ends the benchmark. */
    private final class Answer implements StreamObserver<MintTokenResponse> {
        private final String user;
        private final long startedAt;

        Answer(String user, long startedAt) {
            this.user = user;
            this.startedAt = startedAt;
        }

        @Override
        public void onNext(MintTokenResponse response) {
            if (!response.getClientPrincipal().startsWith(user)) {
                failure.set(new IllegalStateException(response.getClientPrincipal() + " instead of " + user));
            }
        }

        @Override
        public void onError(Throwable cause) {
            failure.set(cause);
            free.release();
        }

        @Override
        public void onCompleted() {
            nanos[done.getAndIncrement()] = System.nanoTime() - startedAt;
            free.release();
        }
    }
}
