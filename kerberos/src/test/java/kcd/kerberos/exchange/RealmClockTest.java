package kcd.kerberos.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import kcd.kerberos.name.Realm;
import org.junit.jupiter.api.Test;

class RealmClockTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Realm HOME = new Realm("HOME.TEST");
    private static final Realm OTHER = new Realm("OTHER.TEST");

    private final RealmClock clock = new RealmClock(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_realms_clock_follows_what_is_learned_of_that_realm_only() {
        // Given
        Clock home = clock.in(HOME);
        Clock other = clock.in(OTHER);
        assertThat(home.instant()).isEqualTo(NOW);

        // When
        clock.learn(HOME, Duration.ofSeconds(400));

        // Then
        assertThat(home.instant()).isEqualTo(NOW.plusSeconds(400)).isEqualTo(clock.now(HOME));
        assertThat(other.instant()).isEqualTo(NOW);
        assertThat(clock.now()).isEqualTo(NOW);
    }

    @Test
    void a_realms_clock_keeps_to_its_realm_in_any_zone() {
        // Given
        ZoneId zone = ZoneId.of("Pacific/Auckland");
        clock.learn(HOME, Duration.ofSeconds(-90));

        // When
        Clock there = clock.in(HOME).withZone(zone);

        // Then
        assertThat(there.getZone()).isEqualTo(zone);
        assertThat(clock.in(HOME).getZone()).isEqualTo(ZoneOffset.UTC);
        assertThat(there.instant()).isEqualTo(NOW.minusSeconds(90));
    }

    @Test
    void no_error_is_worth_a_try_that_is_more_than_an_hour_off() {
        assertThat(clock.offsetTo(NOW.plus(RealmClock.MAX_OFFSET))).contains(RealmClock.MAX_OFFSET);
        assertThat(clock.offsetTo(NOW.plus(RealmClock.MAX_OFFSET).plusMillis(1)))
                .isEmpty();
    }

    @Test
    void an_error_moves_the_clock_of_its_exchange_at_once_and_everybodys_after_a_verified_answer() {
        // Given
        TrialTime time = new TrialTime(clock, HOME);

        // When
        boolean worthAnotherTry = time.take(NOW.plusSeconds(400));

        // Then
        assertThat(worthAnotherTry).isTrue();
        assertThat(time.now()).isEqualTo(NOW.plusSeconds(400));
        assertThat(clock.now(HOME)).isEqualTo(NOW);
        assertThat(time.take(NOW.plusSeconds(500))).isFalse();

        // When
        time.verified();

        // Then
        assertThat(clock.now(HOME)).isEqualTo(NOW.plusSeconds(400));
    }

    @Test
    void what_is_observed_moves_nothing() {
        // When
        clock.observe(HOME, NOW.plusSeconds(30));

        // Then
        assertThat(clock.observed(HOME)).isEqualTo(Duration.ofSeconds(30));
        assertThat(clock.in(HOME).instant()).isEqualTo(NOW);
    }
}
