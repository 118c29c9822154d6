package kcd.crl.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final RandomGenerator NO_CHANCE = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return 0;
        }
    };

    private final RefreshPlan daily = new RefreshPlan(Duration.ofDays(1));

    @Test
    void waits_the_interval_while_the_list_is_good_for_long() {
        // When
        Duration delay = daily.delay(NOW, Optional.of(NOW.plus(Duration.ofDays(7))), 0, NO_CHANCE);

        // Then
        assertThat(delay).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @CsvSource({"PT24H, PT12H", "PT2H, PT1H", "PT90S, PT1M", "PT0S, PT1M", "PT-100H, PT1M"})
    void goes_halfway_to_next_update_but_not_faster_than_every_minute(Duration left, Duration expected) {
        // When
        Duration delay = daily.delay(NOW, Optional.of(NOW.plus(left)), 0, NO_CHANCE);

        // Then
        assertThat(delay).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, PT10S", "2, PT20S", "3, PT40S", "7, PT640S", "8, PT15M", "1000000, PT15M"})
    void backs_off_after_failures(int failures, Duration expected) {
        // When
        Duration delay = daily.delay(NOW, Optional.empty(), failures, NO_CHANCE);

        // Then
        assertThat(delay).isEqualTo(expected);
    }

    @Test
    void never_waits_longer_because_of_failures() {
        // Given
        RefreshPlan everyMinute = new RefreshPlan(Duration.ofMinutes(1));

        // When
        Duration delay = everyMinute.delay(NOW, Optional.empty(), 9, NO_CHANCE);

        // Then
        assertThat(delay).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void leaves_something_to_chance() {
        // Given
        Random random = new Random(7);

        // Then
        for (int i = 0; i < 1000; i++) {
            assertThat(daily.delay(NOW, Optional.empty(), 0, random))
                    .isBetween(Duration.ofMinutes(1152), Duration.ofMinutes(1440));
        }
        assertThat(daily.delay(NOW, Optional.empty(), 0, random))
                .isNotEqualTo(daily.delay(NOW, Optional.empty(), 0, random));
    }
}
