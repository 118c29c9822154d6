package kcd.survival;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;

/// Phones that synchronise without end. Half of them speak HTTP/2; a request that is not answered as it must be is a
/// failure, whatever the reason.
///
/// Like everybody behind a load balancer they have the addresses of several edges: whoever is not let in by one goes to
/// the next. That is no failure, no request was lost by it.
final class Fleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final List<Thread> phones = new ArrayList<>();
    private final LongAdder served = new LongAdder();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);
    private final boolean anew;
    private volatile boolean over;

    Fleet(SSLContext tls, List<String> edges, int size) {
        this(tls, edges, size, false);
    }

    /// @param anew whether those that speak HTTP/1.1 connect for each request, as phones do that wake up
    Fleet(SSLContext tls, List<String> edges, int size, boolean anew) {
        this.anew = anew;
        for (int number = 0; number < size; number++) {
            List<String> preferred = number % 2 == 0 ? edges : edges.reversed();
            Phone phone = number % 4 < 2 ? new Http1Phone(tls, preferred) : new Http2Phone(tls, preferred);
            phones.add(Thread.ofVirtual().name("phone-" + number).start(() -> synchronise(phone)));
        }
    }

    /// A device that can ask for its folders.
    interface Phone {
        /// @return the status
        int synchronise() throws Exception;

        void hangUp();
    }

    private void synchronise(Phone phone) {
        while (!over) {
            try {
                long asked = System.nanoTime();
                int status = phone.synchronise();
                longestNanos.accumulate(System.nanoTime() - asked);
                if (status == 200) {
                    served.increment();
                } else {
                    failures.add(Thread.currentThread().getName() + ": HTTP " + status);
                }
                if (anew && phone instanceof Http1Phone) {
                    phone.hangUp();
                }
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                break;
            } catch (Exception e) {
                if (!over) {
                    failures.add(Thread.currentThread().getName() + ", "
                            + phone.getClass().getSimpleName() + ": " + e);
                }
                phone.hangUp();
            }
        }
        phone.hangUp();
    }

    /// Waits until that many more were served.
    Fleet awaitServed(long more) throws Exception {
        long wanted = served.sum() + more;
        Await.until(more + " more requests served", () -> served.sum() >= wanted || !failures.isEmpty());
        return this;
    }

    long served() {
        return served.sum();
    }

    /// Only what is answered from now on counts for the longest wait: a JVM that starts makes everybody wait.
    void forgetWaits() {
        longestNanos.reset();
    }

    /// How long the one who waited longest waited.
    Duration longestWait() {
        return Duration.ofNanos(longestNanos.get());
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread phone : phones) {
            phone.join(PATIENCE);
        }
    }
}
