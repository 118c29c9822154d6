package kcd.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FieldFatesTest {
    private final AtomicInteger judged = new AtomicInteger();
    private final FieldFates fates = new FieldFates(name -> {
        judged.incrementAndGet();
        return name.startsWith("X-") ? FieldFates.Fate.ENDS : FieldFates.Fate.PASSES;
    });

    @Test
    void judges_a_name_once_and_answers_the_same_from_then_on() {
        // Given
        assertThat(fates.of("X-User")).isEqualTo(FieldFates.Fate.ENDS);

        // When
        FieldFates.Fate again = fates.of("X-User");

        // Then
        assertThat(again).isEqualTo(FieldFates.Fate.ENDS);
        assertThat(judged).hasValue(1);
    }

    @Test
    void stays_bounded_and_right_whatever_names_are_sent() {
        // Given
        for (int i = 0; i < 10 * FieldFates.MAX_REMEMBERED; i++) {
            fates.of("Name-" + i);
        }

        // When
        FieldFates.Fate late = fates.of("X-Late");
        FieldFates.Fate lateAgain = fates.of("X-Late");

        // Then
        assertThat(fates.size()).isEqualTo(FieldFates.MAX_REMEMBERED);
        assertThat(late).isEqualTo(FieldFates.Fate.ENDS);
        assertThat(lateAgain).isEqualTo(FieldFates.Fate.ENDS);
    }

    @Test
    void keeps_no_long_names() {
        // When
        fates.of("N".repeat(FieldFates.MAX_NAME + 1));

        // Then
        assertThat(fates.size()).isZero();
    }
}
