package kcd.edge.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BrokerSilenceTest {
    private final AtomicLong now = new AtomicLong();
    private final BrokerOutage outage = new BrokerOutage(now::get);

    @Test
    void a_restart_is_no_long_outage() {
        // When
        outage.unanswered();
        now.addAndGet(BrokerOutage.WORTH_WAITING_NANOS);

        // Then
        assertThat(outage.isLong()).isFalse();
    }

    @Test
    void is_long_by_its_first_silence() {
        // When
        outage.unanswered();
        now.addAndGet(BrokerOutage.WORTH_WAITING_NANOS);
        outage.unanswered();
        now.incrementAndGet();

        // Then
        assertThat(outage.isLong()).isTrue();
    }

    @Test
    void is_over_with_the_first_answer() {
        // Given
        outage.unanswered();
        now.addAndGet(2 * BrokerOutage.WORTH_WAITING_NANOS);

        // When
        outage.answered();

        // Then
        assertThat(outage.isLong()).isFalse();
    }
}
