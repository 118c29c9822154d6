package kcd.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    @ParameterizedTest
    @CsvSource({"1, 250, 500", "2, 500, 1000", "3, 1000, 2000", "7, 15000, 30000", "1000000, 15000, 30000"})
    void doubles_up_to_its_bound_and_leaves_half_to_chance(int failures, long least, long most) {
        // Given
        Random random = new Random(failures);

        // Then
        for (int i = 0; i < 200; i++) {
            assertThat(backoff.after(failures, random)).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
        }
    }
}
