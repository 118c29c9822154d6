package kcd.broker.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.broker.fake.Await;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SingleFlight<String, String> flight = new SingleFlight<>(threads, 2, Duration.ofSeconds(60));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger computations = new AtomicInteger();

    @AfterEach
    void stop() {
        gate.countDown();
        threads.shutdownNow();
    }

    @Test
    void runs_one_computation_for_all_who_ask_meanwhile() throws Exception {
        // Given
        List<Future<String>> askers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            askers.add(threads.submit(() -> flight.join("key", this::gated)));
        }
        Await.until(() -> computations.get() == 1);

        // When
        gate.countDown();

        // Then
        for (Future<String> asker : askers) {
            assertThat(asker.get()).startsWith("result");
        }
        assertThat(flight.underWay()).isZero();
    }

    @Test
    void shares_a_failure_like_a_result() throws Exception {
        // Given
        List<Future<RefusedException>> askers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            askers.add(threads.submit(() -> catchThrowableOfType(
                    RefusedException.class,
                    () -> flight.join("key", () -> {
                        gated();
                        throw new RefusedException(RefusalReason.USER_UNKNOWN, "nobody");
                    }))));
        }
        Await.until(() -> computations.get() == 1);

        // When
        gate.countDown();

        // Then
        for (Future<RefusedException> asker : askers) {
            assertThat(asker.get().refusal().reason()).isEqualTo(RefusalReason.USER_UNKNOWN);
        }
    }

    @Test
    void an_interrupted_asker_leaves_the_others_undisturbed() throws Exception {
        // Given
        Future<String> impatient = threads.submit(() -> flight.join("key", this::gated));
        Await.until(() -> computations.get() == 1);
        Future<String> patient = threads.submit(() -> flight.join("key", this::gated));

        // When
        impatient.cancel(true);
        gate.countDown();

        // Then
        assertThat(patient.get()).startsWith("result");
    }

    @Test
    void keys_do_not_wait_for_each_other() throws Exception {
        // Given
        Future<String> slow = threads.submit(() -> flight.join("slow", this::gated));
        Await.until(() -> computations.get() == 1);

        // When
        String quick = flight.join("quick", () -> "quick");

        // Then
        assertThat(quick).isEqualTo("quick");
        assertThat(slow.isDone()).isFalse();
    }

    @Test
    void refuses_more_flights_than_its_bound() {
        // Given
        flight.start("one", this::gated);
        flight.start("two", this::gated);

        // When
        var refused = catchThrowableOfType(RefusedException.class, () -> flight.join("three", () -> "never"));

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.RATE_LIMITED);
    }

    @Test
    void gives_up_after_its_patience() {
        // Given
        var impatient = new SingleFlight<String, String>(threads, 2, Duration.ofMillis(20));

        // When
        var refused = catchThrowableOfType(RefusedException.class, () -> impatient.join("key", this::gated));

        // Then
        assertThat(refused.refusal().reason()).isEqualTo(RefusalReason.KDC_UNAVAILABLE);
    }

    @Test
    void a_fault_of_ours_is_no_refusal_and_frees_the_key() throws Exception {
        // Given
        Computation<String> faulty = () -> {
            throw new IllegalArgumentException("a bug");
        };

        // When, Then
        assertThatThrownBy(() -> flight.join("key", faulty))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a bug");
        assertThat(flight.join("key", () -> "well again")).isEqualTo("well again");
    }

    @Test
    void starts_anew_what_was_forgotten() throws Exception {
        // Given
        Future<String> old = threads.submit(() -> flight.join("key", this::gated));
        Await.until(() -> computations.get() == 1);

        // When
        flight.forgetIf("key"::equals);

        // Then
        assertThat(flight.join("key", () -> "new")).isEqualTo("new");
        gate.countDown();
        assertThat(old.get()).startsWith("result");
    }

    private String gated() throws InterruptedException {
        int number = computations.incrementAndGet();
        gate.await();
        return "result " + number;
    }
}
