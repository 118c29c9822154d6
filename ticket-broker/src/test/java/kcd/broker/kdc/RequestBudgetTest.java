package kcd.broker.kdc;

import static kcd.broker.urgency.Urgency.AHEAD_OF_NEED;
import static kcd.broker.urgency.Urgency.AWAITED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import kcd.broker.urgency.Urgency;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RequestBudget budget = new RequestBudget(new RequestRate(10, 20), nanos::get);

    @Test
    void lets_a_burst_through_and_then_makes_each_wait_for_its_place() {
        // When
        take(AWAITED, 20);

        // Then
        assertThat(budget.take(AWAITED, PATIENCE)).contains(Duration.ofMillis(100));
        assertThat(budget.take(AWAITED, PATIENCE)).contains(Duration.ofMillis(200));
    }

    @Test
    void refuses_who_would_have_to_wait_too_long_and_lets_the_queue_shorten() {
        // Given
        take(AWAITED, 20);
        for (int i = 0; i < 50; i++) {
            assertThat(budget.take(AWAITED, PATIENCE)).isPresent();
        }

        // When
        Optional<Duration> tooMany = budget.take(AWAITED, PATIENCE);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        // Then
        assertThat(tooMany).isEmpty();
        assertThat(budget.take(AWAITED, PATIENCE)).contains(Duration.ofMillis(4_100));
    }

    @Test
    void work_ahead_of_need_leaves_half_the_burst_to_those_who_wait() {
        // When
        take(AHEAD_OF_NEED, 10);

        // Then
        assertThat(budget.take(AHEAD_OF_NEED, PATIENCE)).isEmpty();
        take(AWAITED, 10);
    }

    @Test
    void a_long_quiet_time_saves_up_no_more_than_a_burst() {
        // When
        nanos.addAndGet(Duration.ofDays(1).toNanos());

        // Then
        take(AWAITED, 20);
        assertThat(budget.take(AWAITED, PATIENCE)).contains(Duration.ofMillis(100));
    }

    private void take(Urgency urgency, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(budget.take(urgency, PATIENCE)).contains(Duration.ZERO);
        }
    }
}
