package kcd.broker.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.fake.Await;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicket;
import kcd.broker.fake.Tickets;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import org.junit.jupiter.api.Test;

class TgtKeeperTest {
    private static final Duration LIFE = Duration.ofHours(10);

    private final FakeClock clock = new FakeClock();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Optional<RefusalReason> verdict = Optional.empty();
    private volatile OptionalInt kerberosError = OptionalInt.empty();
    private final TgtKeeper<FakeTicket> keeper = new TgtKeeper<>(
            this::authenticate, Tickets.flights(), clock, Duration.ofMinutes(5), new RenewalMoment(new Random(3)));

    @Test
    void gets_a_first_tgt_before_anyone_asks() {
        // When
        keeper.tick();

        // Then
        Await.until(keeper::ready);
    }

    @Test
    void uses_one_tgt_for_all() throws Exception {
        // When
        FakeTicket first = keeper.current();
        FakeTicket second = keeper.current();

        // Then
        assertThat(second).isSameAs(first);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void renews_between_seventy_and_eighty_percent_of_its_life() throws Exception {
        // Given
        keeper.current();

        // When
        clock.advance(LIFE.multipliedBy(69).dividedBy(100));
        keeper.tick();
        boolean renewedEarly = keeper.age().isZero();
        clock.advance(LIFE.multipliedBy(11).dividedBy(100));
        keeper.tick();

        // Then
        assertThat(renewedEarly).isFalse();
        Await.until(() -> keeper.age().isZero());
        assertThat(attempts).hasValue(2);
    }

    @Test
    void stops_trying_when_the_domain_refuses_the_account() {
        // Given
        verdict = Optional.of(RefusalReason.SERVICE_ACCOUNT);
        refusal();

        // When
        for (int i = 0; i < 299; i++) {
            clock.advance(Duration.ofSeconds(1));
            keeper.tick();
            refusal();
        }

        // Then
        assertThat(attempts).hasValue(1);
        assertThat(keeper.ready()).isFalse();
    }

    @Test
    void tries_again_after_the_pause_and_then_pauses_for_longer() {
        // Given
        verdict = Optional.of(RefusalReason.SERVICE_ACCOUNT);
        refusal();

        // When
        clock.advance(TgtKeeper.FIRST_PAUSE);
        refusal();
        clock.advance(TgtKeeper.FIRST_PAUSE);
        refusal();

        // Then
        assertThat(attempts).hasValue(2);
    }

    @Test
    void a_wrong_key_is_never_tried_again_until_it_changes() throws Exception {
        // Given
        verdict = Optional.of(RefusalReason.SERVICE_ACCOUNT);
        kerberosError = OptionalInt.of(24);
        refusal();

        // When
        for (int day = 0; day < 30; day++) {
            clock.advance(Duration.ofDays(1));
            keeper.tick();
            refusal();
        }
        int withTheOldKey = attempts.get();
        verdict = Optional.empty();
        keeper.keyChanged();

        // Then
        assertThat(withTheOldKey).isEqualTo(1);
        assertThat(keeper.current().label()).isEqualTo("TGT 2");
    }

    @Test
    void a_wrong_key_found_at_a_renewal_is_not_tried_again_when_the_tgt_ends() throws Exception {
        // Given
        keeper.current();
        verdict = Optional.of(RefusalReason.SERVICE_ACCOUNT);
        kerberosError = OptionalInt.of(24);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));
        keeper.tick();
        Await.until(() -> attempts.get() == 2);

        // When
        clock.advance(LIFE);
        RefusalReason afterwards = refusal();

        // Then
        assertThat(afterwards).isEqualTo(RefusalReason.SERVICE_ACCOUNT);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void tries_at_once_with_a_new_key() throws Exception {
        // Given
        verdict = Optional.of(RefusalReason.SERVICE_ACCOUNT);
        refusal();
        verdict = Optional.empty();

        // When
        keeper.keyChanged();

        // Then
        assertThat(keeper.current().label()).isEqualTo("TGT 2");
    }

    @Test
    void serves_on_with_the_tgt_in_hand_when_its_renewal_is_refused() throws Exception {
        // Given
        FakeTicket first = keeper.current();
        verdict = Optional.of(RefusalReason.SERVICE_ACCOUNT);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));

        // When
        keeper.tick();
        Await.until(() -> attempts.get() == 2);

        // Then
        assertThat(keeper.current()).isSameAs(first);
        assertThat(keeper.ready()).isTrue();
    }

    @Test
    void an_outage_does_not_stop_the_trying() {
        // Given
        verdict = Optional.of(RefusalReason.KDC_UNAVAILABLE);

        // When
        RefusalReason first = refusal();
        RefusalReason second = refusal();

        // Then
        assertThat(first).isEqualTo(second).isEqualTo(RefusalReason.KDC_UNAVAILABLE);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void without_a_tgt_the_ticks_try_every_few_seconds() {
        // Given
        verdict = Optional.of(RefusalReason.KDC_UNAVAILABLE);
        refusal();

        // When
        keeper.tick();
        int tooSoon = attempts.get();
        clock.advance(TgtKeeper.FIRST_RETRY);
        keeper.tick();

        // Then
        assertThat(tooSoon).isEqualTo(1);
        Await.until(() -> attempts.get() == 2);
    }

    @Test
    void an_ended_tgt_is_not_used() throws Exception {
        // Given
        keeper.current();

        // When
        clock.advance(LIFE.minus(Duration.ofMinutes(5)));

        // Then
        assertThat(keeper.ready()).isFalse();
        assertThat(keeper.current().label()).isEqualTo("TGT 2");
    }

    @Test
    void a_rejected_tgt_is_replaced_once() throws Exception {
        // Given
        FakeTicket first = keeper.current();
        keeper.discard(first);
        FakeTicket second = keeper.current();

        // When
        keeper.discard(first);

        // Then
        assertThat(keeper.current()).isSameAs(second);
        assertThat(attempts).hasValue(2);
    }

    private RefusalReason refusal() {
        return catchThrowableOfType(RefusedException.class, keeper::current)
                .refusal()
                .reason();
    }

    private FakeTicket authenticate() throws RefusedException {
        int number = attempts.incrementAndGet();
        if (verdict.isPresent()) {
            throw new RefusedException(new Refusal(
                    verdict.get(), "a test's", kerberosError, Optional.empty(), Optional.of(Duration.ofSeconds(1))));
        }
        return new FakeTicket("TGT " + number, clock.instant().plus(LIFE));
    }
}
