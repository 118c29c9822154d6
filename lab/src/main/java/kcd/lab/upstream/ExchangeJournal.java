package kcd.lab.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import kcd.lab.http.RequestHead;
import kcd.lab.upstream.ConnectionAuthentication.Decision;

/// What happened at the stand-in, for tests to look into.
public final class ExchangeJournal {

    /// The oldest entries go first, so that a load test does not fill the heap.
    static final int MAX_ENTRIES = 10_000;

    /// A client that says whom it speaks for lets the server notice a request that travelled on a wrong connection.
    public static final String EXPECTED_USER = "X-Lab-Expected-User";

    /// Whose mail an answer is, as far as the stand-in knows.
    public static final String USER = "X-Lab-User";

    private final MixUps mixUps = new MixUps();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong heldPings = new AtomicLong();
    private final AtomicLong abandonedPings = new AtomicLong();
    private final Deque<SeenRequest> requests = new ArrayDeque<>();
    private long lastRequest;

    long connectionOpened() {
        return connections.incrementAndGet();
    }

    synchronized SeenRequest seen(long connection, RequestHead head, Decision decision) {
        SeenRequest request = switch (decision) {
            case Decision.Proceed proceed ->
                new SeenRequest(
                        ++lastRequest,
                        connection,
                        Optional.of(proceed.user()),
                        proceed.byToken(),
                        Optional.empty(),
                        head);
            case Decision.Challenge challenge ->
                new SeenRequest(
                        ++lastRequest, connection, Optional.empty(), false, Optional.of(challenge.reason()), head);
        };
        if (requests.size() == MAX_ENTRIES) {
            requests.removeFirst();
        }
        requests.addLast(request);
        request.user()
                .ifPresent(user -> head.headers().all(EXPECTED_USER).stream()
                        .filter(expected -> !expected.equals(user))
                        .forEach(expected -> mixUps.record("a request of " + expected + " arrived as " + user)));
        return request;
    }

    void pingHeld() {
        heldPings.incrementAndGet();
    }

    void pingEnded(boolean abandoned) {
        heldPings.decrementAndGet();
        if (abandoned) {
            abandonedPings.incrementAndGet();
        }
    }

    public synchronized List<SeenRequest> requests() {
        return List.copyOf(requests);
    }

    /// Must be empty, always.
    public MixUps mixUps() {
        return mixUps;
    }

    public long connections() {
        return connections.get();
    }

    /// Pings being held right now.
    public long heldPings() {
        return heldPings.get();
    }

    /// Pings whose connection was closed before they were answered.
    public long abandonedPings() {
        return abandonedPings.get();
    }
}
