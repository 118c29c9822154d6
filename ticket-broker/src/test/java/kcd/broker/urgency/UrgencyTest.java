package kcd.broker.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kcd.broker.cache.SingleFlight;
import kcd.broker.fake.Await;
import kcd.broker.fake.Tickets;
import org.junit.jupiter.api.Test;

class UrgencyTest {
    private final List<Urgency> seen = Collections.synchronizedList(new ArrayList<>());

    @Test
    void work_is_awaited_unless_said_otherwise() {
        assertThat(Urgency.current()).isEqualTo(Urgency.AWAITED);
    }

    @Test
    void follows_the_work_from_flight_to_flight() {
        // Given
        SingleFlight<String, String> outer = Tickets.flights();
        SingleFlight<String, String> inner = Tickets.flights();

        // When
        Urgency.AHEAD_OF_NEED.run(() -> outer.start(
                "service ticket",
                () -> inner.join("evidence", () -> {
                    seen.add(Urgency.current());
                    return "";
                })));

        // Then
        Await.until(() -> seen.size() == 1);
        assertThat(seen).containsExactly(Urgency.AHEAD_OF_NEED);
    }
}
