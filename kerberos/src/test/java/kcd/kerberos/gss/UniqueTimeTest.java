package kcd.kerberos.gss;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueTimeTest {
    private static final long SECOND = 1_790_000_000;

    @Test
    void is_the_clocks_own_time_where_that_will_do() {
        assertThat(new UniqueTime().next(clockAt(123_456_000))).isEqualTo(SECOND * 1_000_000 + 123_456);
    }

    @Test
    void grows_although_the_clock_stands_still() {
        // Given
        UniqueTime time = new UniqueTime();
        Clock clock = clockAt(999_990_000);
        long last = 0;

        for (int i = 0; i < 1_000; i++) {
            // When
            long next = time.next(clock);

            // Then
            assertThat(next).isGreaterThan(last);
            assertThat(next % 1_000_000).isBetween(0x8000L, 999_999L);
            last = next;
        }
    }

    @Test
    void grows_although_the_clock_goes_back() {
        // Given
        UniqueTime time = new UniqueTime();
        long first = time.next(clockAt(500_000_000));

        // Then
        assertThat(time.next(clockAt(400_000_000))).isGreaterThan(first);
    }

    @Test
    void follows_a_clock_that_is_set_back() {
        // Given
        UniqueTime time = new UniqueTime();
        time.next(Clock.fixed(Instant.ofEpochSecond(SECOND + 600), ZoneOffset.UTC));

        // When
        long micros = time.next(clockAt(500_000_000));

        // Then
        assertThat(micros).isEqualTo(SECOND * 1_000_000 + 500_000);
        assertThat(time.next(clockAt(500_000_000))).isEqualTo(micros + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 32_767_000})
    void is_never_more_than_a_moment_ahead(long nanos) {
        // When
        long micros = new UniqueTime().next(clockAt(nanos));

        // Then
        assertThat(micros - (SECOND * 1_000_000 + nanos / 1_000)).isEqualTo(0x8000);
    }

    private static Clock clockAt(long nanos) {
        return Clock.fixed(Instant.ofEpochSecond(SECOND, nanos), ZoneOffset.UTC);
    }
}
