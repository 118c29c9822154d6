package kcd.broker.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.broker.cache.CacheEvents.Answer;
import kcd.broker.fake.Await;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicket;
import kcd.broker.fake.Tickets;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TicketCacheTest {
    private static final Duration LIFE = Duration.ofHours(10);

    private final FakeClock clock = new FakeClock();
    private final List<Answer> answers = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private final TicketCache<String, FakeTicket> cache =
            new TicketCache<>(Tickets.flights(), clock, Tickets.LIMITS, new RenewalMoment(new Random(7)), answers::add);

    @Test
    void asks_once_and_then_answers_from_memory() throws Exception {
        // When
        FakeTicket first = cache.get("alice", this::load);
        FakeTicket second = cache.get("alice", this::load);

        // Then
        assertThat(second).isSameAs(first);
        assertThat(loads).hasValue(1);
        assertThat(answers).containsExactly(Answer.MISS, Answer.HIT);
    }

    @Test
    void a_ticket_within_the_skew_of_its_end_is_not_given_out() throws Exception {
        // Given
        cache.get("alice", this::load);

        // When
        clock.advance(LIFE.minus(Tickets.LIMITS.skew()));
        FakeTicket next = cache.get("alice", this::load);

        // Then
        assertThat(next.label()).isEqualTo("ticket 2");
    }

    @Test
    void a_ticket_that_comes_almost_ended_serves_its_asker_and_no_one_else() throws Exception {
        // Given
        Duration almostEnded = Duration.ofMinutes(1);
        FakeTicket first = cache.get("alice", () -> load(almostEnded));

        // When
        FakeTicket second = cache.get("alice", () -> load(almostEnded));

        // Then
        assertThat(first.label()).isEqualTo("ticket 1");
        assertThat(second.label()).isEqualTo("ticket 2");
    }

    @Test
    void renews_in_the_background_late_in_a_tickets_life() throws Exception {
        // Given
        cache.get("alice", this::load);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));

        // When
        FakeTicket atOnce = cache.get("alice", this::load);

        // Then
        assertThat(atOnce.label()).isEqualTo("ticket 1");
        Await.until(() -> label("alice").equals("ticket 2"));
    }

    @Test
    void does_not_renew_early_in_a_tickets_life() throws Exception {
        // Given
        cache.get("alice", this::load);
        clock.advance(LIFE.multipliedBy(6).dividedBy(10));

        // When
        cache.get("alice", this::load);

        // Then
        assertThat(answers).containsExactly(Answer.MISS, Answer.HIT);
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_renewal_that_fails_for_a_passing_reason_leaves_the_old_ticket_to_serve() throws Exception {
        // Given
        cache.get("alice", this::load);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));
        cache.get("alice", () -> refuse(RefusalReason.KDC_UNAVAILABLE));
        Await.until(() -> loads.get() == 2);

        // When
        FakeTicket still = cache.get("alice", this::load);

        // Then
        assertThat(still.label()).isEqualTo("ticket 1");
    }

    @Test
    void a_renewal_that_the_domain_refuses_ends_the_old_ticket() throws Exception {
        // Given
        cache.get("alice", this::load);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));

        // When
        cache.get("alice", () -> refuse(RefusalReason.USER_REVOKED));

        // Then
        Await.until(() -> reason("alice") == RefusalReason.USER_REVOKED);
    }

    @ParameterizedTest
    @EnumSource(
            value = RefusalReason.class,
            names = {"USER_UNKNOWN", "USER_REVOKED", "USER_NOT_DELEGABLE", "TARGET_UNKNOWN", "DELEGATION_NOT_ALLOWED"})
    void remembers_a_refusal_for_as_long_as_its_cause_suggests(RefusalReason reason) {
        // Given
        catchThrowableOfType(RefusedException.class, () -> cache.get("bob", () -> refuse(reason)));

        // When
        clock.advance(reason.remembered().minusMillis(1));
        RefusalReason remembered = reason("bob");
        clock.advance(Duration.ofMillis(2));

        // Then
        assertThat(remembered).isEqualTo(reason);
        assertThat(label("bob")).isEqualTo("ticket 2");
    }

    @Test
    void an_outage_is_not_remembered() {
        // Given
        catchThrowableOfType(
                RefusedException.class, () -> cache.get("bob", () -> refuse(RefusalReason.KDC_UNAVAILABLE)));

        // When
        String label = label("bob");

        // Then
        assertThat(label).isEqualTo("ticket 2");
    }

    @Test
    void what_is_removed_while_under_way_does_not_come_back() throws Exception {
        // Given
        var started = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var askers = Executors.newVirtualThreadPerTaskExecutor();
        var asker = askers.submit(() -> cache.get("alice", () -> {
            started.countDown();
            gate.await();
            return load();
        }));
        started.await();

        // When
        cache.removeIf("alice"::equals);
        gate.countDown();
        asker.get();

        // Then
        assertThat(cache.size()).isZero();
        askers.close();
    }

    @Test
    void keeps_no_more_than_its_bound() throws Exception {
        // When
        for (int i = 0; i < 3 * Tickets.LIMITS.maxEntries(); i++) {
            cache.get("user " + i, this::load);
        }

        // Then
        assertThat(cache.size()).isLessThanOrEqualTo(Tickets.LIMITS.maxEntries());
    }

    @Test
    void evicts_by_bytes_long_before_it_is_full_by_count() throws Exception {
        // Given
        var small = new CacheLimits(1_000, 20L * FakeTicket.BYTES, Duration.ofMinutes(5), Duration.ofSeconds(30));
        var bounded = new TicketCache<String, FakeTicket>(
                Tickets.flights(), clock, small, new RenewalMoment(new Random(7)), answers::add);

        // When
        for (int i = 0; i < 100; i++) {
            bounded.get("user " + i, this::load);
        }

        // Then
        assertThat(bounded.size()).isPositive().isLessThan(20);
    }

    @Test
    void nothing_is_renewed_for_who_does_not_ask() throws Exception {
        // Given
        cache.get("idle", this::load);
        cache.get("busy", this::load);

        // When
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));
        cache.get("busy", this::load);
        Await.until(() -> label("busy").equals("ticket 3"));
        clock.advance(LIFE.multipliedBy(2).dividedBy(10));
        label("busy");

        // Then
        assertThat(loads).hasValue(3);
        assertThat(label("idle")).isEqualTo("ticket 4");
    }

    @Test
    void a_removal_leaves_loads_of_other_keys_alone() throws Exception {
        // Given
        var started = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asker = askers.submit(() -> cache.get("alice", () -> {
                started.countDown();
                gate.await();
                return load();
            }));
            started.await();

            // When
            cache.removeIf("bob"::equals);
            gate.countDown();
            asker.get();
        }

        // Then
        assertThat(label("alice")).isEqualTo("ticket 1");
    }

    @Test
    void what_others_are_made_of_is_renewed_before_it_is_used() throws Exception {
        // Given
        cache.get("alice", this::load);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));

        // When
        FakeTicket young = cache.getYoung("alice", this::load);

        // Then
        assertThat(young.label()).isEqualTo("ticket 2");
    }

    @Test
    void what_others_are_made_of_serves_on_through_an_outage() throws Exception {
        // Given
        cache.get("alice", this::load);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));

        // When
        FakeTicket old = cache.getYoung("alice", () -> refuse(RefusalReason.KDC_UNAVAILABLE));

        // Then
        assertThat(old.label()).isEqualTo("ticket 1");
    }

    private String label(String key) {
        try {
            return cache.get(key, this::load).label();
        } catch (RefusedException | InterruptedException e) {
            return e.toString();
        }
    }

    private RefusalReason reason(String key) {
        var refused = catchThrowableOfType(RefusedException.class, () -> cache.get(key, this::load));
        return refused == null ? RefusalReason.INTERNAL : refused.refusal().reason();
    }

    private FakeTicket load() {
        return load(LIFE);
    }

    private FakeTicket load(Duration life) {
        return new FakeTicket(
                "ticket " + loads.incrementAndGet(), clock.instant().plus(life));
    }

    private FakeTicket refuse(RefusalReason reason) throws RefusedException {
        loads.incrementAndGet();
        throw new RefusedException(reason, "a test's");
    }
}
