package kcd.broker.mint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import kcd.broker.caller.Caller;
import kcd.broker.kdc.RequestRate;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import org.junit.jupiter.api.Test;

class MintLimitTest {
    private static final long SECOND = 1_000_000_000;
    private static final Caller EDGE = caller("edge", Optional.of(new RequestRate(5, 5)));

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final MintLimit limit = new MintLimit(nanoTime::get);

    @Test
    void lets_as_many_through_as_allowed_and_then_says_when_to_come_back() {
        // When
        int admitted = admitted(EDGE, 20);

        // Then
        assertThat(admitted).isEqualTo(5);
        Refusal refusal = refused(EDGE).orElseThrow();
        assertThat(refusal.reason()).isEqualTo(RefusalReason.RATE_LIMITED);
        assertThat(refusal.retryAfter()).isPresent();
        assertThat(refusal.remedy().orElseThrow()).contains("kcd.callers.edge.max-mints-per-second");
    }

    @Test
    void fills_up_again_with_time() {
        // Given
        admitted(EDGE, 20);

        // When
        nanoTime.addAndGet(2 * SECOND / 5);

        // Then
        assertThat(admitted(EDGE, 20)).isEqualTo(2);
    }

    @Test
    void one_callers_haste_is_not_anothers() {
        // Given
        admitted(EDGE, 20);

        // Then
        assertThat(admitted(caller("cron", Optional.of(new RequestRate(5, 5))), 1))
                .isEqualTo(1);
    }

    @Test
    void no_limit_is_no_limit() {
        assertThat(admitted(caller("edge", Optional.empty()), 10_000)).isEqualTo(10_000);
    }

    @Test
    void further_tokens_take_no_more_than_half_of_what_is_left_to_others() {
        // Given
        Caller busy = caller("busy", Optional.of(new RequestRate(8, 8)));
        int further = 0;
        while (further < 20 && limit.admitsFurther(busy)) {
            further++;
        }

        // When
        int admitted = admitted(busy, 20);

        // Then
        assertThat(further).isEqualTo(4);
        assertThat(admitted).isEqualTo(4);
    }

    private int admitted(Caller caller, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += refused(caller).isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    private Optional<Refusal> refused(Caller caller) {
        try {
            limit.admit(caller);
            return Optional.empty();
        } catch (RefusedException refused) {
            return Optional.of(refused.refusal());
        }
    }

    private static Caller caller(String name, Optional<RequestRate> rate) {
        return new Caller(name, Set.of(), Set.of(), false, false, rate);
    }
}
