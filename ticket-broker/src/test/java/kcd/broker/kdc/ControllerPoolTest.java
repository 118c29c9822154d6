package kcd.broker.kdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ControllerPoolTest {
    private static final ControllerAddress FIRST = new ControllerAddress("dc1", 88);
    private static final ControllerAddress SECOND = new ControllerAddress("dc2", 88);

    private final AtomicLong nanos = new AtomicLong(1);
    private final ControllerPool pool = new ControllerPool(Candidate.listed(List.of(FIRST, SECOND)), nanos::get);

    @Test
    void keeps_the_administrators_order_at_first() {
        assertThat(pool.inOrder()).containsExactly(FIRST, SECOND);
    }

    @Test
    void tries_each_once_and_then_prefers_the_quicker() {
        // Given
        pool.answered(FIRST, Duration.ofMillis(40));
        List<ControllerAddress> afterOne = pool.inOrder();

        // When
        pool.answered(SECOND, Duration.ofMillis(4));

        // Then
        assertThat(afterOne).containsExactly(SECOND, FIRST);
        assertThat(pool.inOrder()).containsExactly(SECOND, FIRST);
    }

    @Test
    void forgives_a_slow_day() {
        // Given
        pool.answered(FIRST, Duration.ofMillis(400));
        pool.answered(SECOND, Duration.ofMillis(4));

        // When
        for (int minute = 0; minute < 20; minute++) {
            advance(Duration.ofMinutes(1));
            pool.answered(SECOND, Duration.ofMillis(4));
        }

        // Then
        assertThat(pool.inOrder()).containsExactly(FIRST, SECOND);
    }

    @Test
    void asks_one_in_quarantine_last() {
        // Given
        pool.answered(SECOND, Duration.ofMillis(900));

        // When
        pool.failed(FIRST);

        // Then
        assertThat(pool.inOrder()).containsExactly(SECOND, FIRST);
    }

    @Test
    void probes_at_growing_intervals() {
        // When
        pool.failed(FIRST);
        advance(Duration.ofSeconds(1));
        List<ControllerAddress> afterASecond = pool.probesDue();
        pool.probeFailed(FIRST);
        advance(Duration.ofSeconds(1));
        List<ControllerAddress> afterAnother = pool.probesDue();
        advance(Duration.ofSeconds(1));

        // Then
        assertThat(afterASecond).containsExactly(FIRST);
        assertThat(afterAnother).isEmpty();
        assertThat(pool.probesDue()).containsExactly(FIRST);
    }

    @Test
    void a_revived_controller_starts_with_a_clean_sheet() {
        // Given
        pool.answered(SECOND, Duration.ofMillis(4));
        pool.failed(FIRST);

        // When
        pool.revived(FIRST);

        // Then
        assertThat(pool.inOrder()).containsExactly(FIRST, SECOND);
        assertThat(pool.probesDue()).isEmpty();
    }

    @Test
    void hedges_after_what_would_be_unusual_within_bounds() {
        // Given
        Duration unknown = pool.hedgeAfter(FIRST);
        for (int i = 0; i < 100; i++) {
            pool.answered(FIRST, Duration.ofMillis(i % 2 == 0 ? 80 : 120));
            pool.answered(SECOND, Duration.ofNanos(100_000));
        }

        // When
        Duration usual = pool.hedgeAfter(FIRST);

        // Then
        assertThat(unknown).isEqualTo(Duration.ofMillis(500));
        assertThat(usual).isBetween(Duration.ofMillis(120), Duration.ofMillis(250));
        assertThat(pool.hedgeAfter(SECOND)).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void being_overtaken_counts_as_slow() {
        // Given
        pool.answered(FIRST, Duration.ofMillis(5));
        pool.answered(SECOND, Duration.ofMillis(6));

        // When
        pool.overtaken(FIRST, Duration.ofMillis(500));

        // Then
        assertThat(pool.inOrder()).containsExactly(SECOND, FIRST);
    }

    @Test
    void probes_one_controller_once_at_a_time() {
        // Given
        pool.failed(FIRST);
        advance(Duration.ofSeconds(1));

        // When
        List<ControllerAddress> first = pool.probesDue();
        List<ControllerAddress> whileUnderWay = pool.probesDue();

        // Then
        assertThat(first).containsExactly(FIRST);
        assertThat(whileUnderWay).isEmpty();
    }

    @Test
    void failures_of_many_at_the_same_time_count_as_one() {
        // When
        for (int i = 0; i < 100; i++) {
            pool.failed(FIRST);
        }
        advance(Duration.ofSeconds(1));

        // Then
        assertThat(pool.probesDue()).containsExactly(FIRST);
    }

    @Test
    void a_quick_controller_of_a_higher_tier_stays_in_reserve() {
        // Given
        pool.replace(List.of(new Candidate(FIRST, 0), new Candidate(SECOND, 1)));
        pool.answered(SECOND, Duration.ofMillis(1));
        pool.answered(FIRST, Duration.ofMillis(90));
        List<ControllerAddress> whileWell = pool.inOrder();

        // When
        pool.failed(FIRST);

        // Then
        assertThat(whileWell).containsExactly(FIRST, SECOND);
        assertThat(pool.inOrder()).containsExactly(SECOND, FIRST);
    }

    @Test
    void a_new_list_keeps_what_is_known_of_those_that_stay() {
        // Given
        var third = new ControllerAddress("dc3", 88);
        pool.answered(FIRST, Duration.ofMillis(1));
        pool.failed(SECOND);

        // When
        boolean changed = pool.replace(Candidate.listed(List.of(SECOND, third)));
        pool.answered(FIRST, Duration.ofMillis(1));

        // Then
        assertThat(changed).isTrue();
        assertThat(pool.inOrder()).containsExactly(third, SECOND);
        assertThat(pool.replace(Candidate.listed(List.of(third, SECOND)))).isFalse();
    }

    private void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
