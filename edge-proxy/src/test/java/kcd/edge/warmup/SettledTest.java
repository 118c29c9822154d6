package kcd.edge.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettledTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Settled settled = new Settled();

    @Test
    void a_compiler_that_works_is_not_settled() {
        for (long total = 0; total < 10_000; total += 400) {
            assertThat(settled.look(total, SECOND)).isFalse();
        }
    }

    @Test
    void one_that_rests_for_three_looks_is() {
        // Given
        settled.look(5_000, SECOND);

        // When, Then
        assertThat(settled.look(5_050, SECOND)).isFalse();
        assertThat(settled.look(5_090, SECOND)).isFalse();
        assertThat(settled.look(5_090, SECOND)).isTrue();
    }

    @Test
    void new_work_begins_the_wait_anew() {
        // Given
        settled.look(5_000, SECOND);
        settled.look(5_000, SECOND);
        settled.look(5_000, SECOND);

        // When
        boolean busy = settled.look(5_500, SECOND);

        // Then
        assertThat(busy).isFalse();
        assertThat(settled.look(5_500, SECOND)).isFalse();
        assertThat(settled.look(5_500, SECOND)).isFalse();
        assertThat(settled.look(5_500, SECOND)).isTrue();
    }
}
