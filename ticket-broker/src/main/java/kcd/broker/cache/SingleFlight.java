package kcd.broker.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.urgency.Urgency;

/**
 * Runs one computation per key at a time; whoever asks meanwhile gets the same result or the same failure.
 *
 * <p>The computation runs on a thread of its own, never on an asker's: an asker that is cancelled or out of patience
 * leaves the others undisturbed.
 */
public final class SingleFlight<K, V> {
    private final ConcurrentHashMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();
    private final Executor executor;
    private final Semaphore free;
    private final Duration patience;

    /**
     * @param executor gives each computation a thread; virtual threads fit
     * @param maxFlights how many keys may be under way at once; beyond it askers are refused, not queued
     * @param patience how long one asker waits
     */
    public SingleFlight(Executor executor, int maxFlights, Duration patience) {
        this.executor = executor;
        this.free = new Semaphore(maxFlights);
        this.patience = patience;
    }

    /** The result of the flight for this key, joining one under way or starting it. */
    public V join(K key, Computation<V> computation) throws RefusedException, InterruptedException {
        return await(launch(key, computation));
    }

    /** Starts a flight that nobody waits for, unless one is under way. */
    public void start(K key, Computation<V> computation) {
        var _ = launch(key, computation);
    }

    /** Lets later askers start anew; those who wait for a flight under way still get its result. */
    public void forgetIf(Predicate<K> which) {
        flights.keySet().removeIf(which);
    }

    int underWay() {
        return flights.size();
    }

    private CompletableFuture<V> launch(K key, Computation<V> computation) {
        var flight = new CompletableFuture<V>();
        CompletableFuture<V> earlier = flights.putIfAbsent(key, flight);
        if (earlier != null) {
            return earlier;
        }
        if (!free.tryAcquire()) {
            flights.remove(key, flight);
            flight.completeExceptionally(new RefusedException(
                    RefusalReason.RATE_LIMITED, "too many questions to the domain controllers are under way"));
            return flight;
        }
        Urgency urgency = Urgency.current();
        executor.execute(() -> urgency.run(() -> run(key, flight, computation)));
        return flight;
    }

    private void run(K key, CompletableFuture<V> flight, Computation<V> computation) {
        Runnable landing;
        try {
            V result = computation.compute();
            landing = () -> flight.complete(result);
        } catch (RefusedException | InterruptedException | RuntimeException | Error failure) {
            landing = () -> flight.completeExceptionally(failure);
        }
        // Off the map before the askers hear of it: who asks after an answer must not get that answer again.
        flights.remove(key, flight);
        free.release();
        landing.run();
    }

    private V await(CompletableFuture<V> flight) throws RefusedException, InterruptedException {
        try {
            return flight.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new RefusedException(
                    RefusalReason.KDC_UNAVAILABLE, "no answer of the domain controllers within " + patience);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("a computation shared by several requests failed", failed.getCause());
        }
    }
}
