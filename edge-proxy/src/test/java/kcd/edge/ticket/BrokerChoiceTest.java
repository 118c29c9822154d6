package kcd.edge.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrokerChoiceTest {
    private static final int CERTIFICATES = 10_000;

    private final AtomicLong now = new AtomicLong();
    private final BrokerChoice choice = new BrokerChoice(now::get);

    @Test
    void every_edge_has_the_same_order_whatever_order_the_names_came_in() {
        List<BrokerAddress> brokers = brokers(5);
        List<BrokerAddress> otherWay = new ArrayList<>(brokers).reversed();
        for (String certificate : certificates()) {
            assertThat(new BrokerChoice(now::get).inOrder(certificate, otherWay))
                    .isEqualTo(choice.inOrder(certificate, brokers));
        }
    }

    @Test
    void brokers_get_equal_shares() {
        // When
        Map<BrokerAddress, Integer> shares = new HashMap<>();
        certificates().forEach(c -> shares.merge(first(c, brokers(4)), 1, Integer::sum));

        // Then
        assertThat(shares.values())
                .hasSize(4)
                .allSatisfy(share -> assertThat(share).isBetween(CERTIFICATES * 23 / 100, CERTIFICATES * 27 / 100));
    }

    @Test
    void a_new_broker_takes_its_share_and_nobody_moves_between_the_old_ones() {
        // When
        List<BrokerAddress> movedTo = certificates().stream()
                .filter(c -> !first(c, brokers(4)).equals(first(c, brokers(5))))
                .map(c -> first(c, brokers(5)))
                .toList();

        // Then
        assertThat(movedTo).containsOnly(brokers(5).getLast());
        assertThat(movedTo.size()).isBetween(CERTIFICATES * 18 / 100, CERTIFICATES * 22 / 100);
    }

    @Test
    void a_silent_broker_is_asked_last_for_a_while() {
        // Given
        List<BrokerAddress> before = choice.inOrder("certificate", brokers(3));

        // When
        choice.silent(before.getFirst());

        // Then
        assertThat(choice.inOrder("certificate", brokers(3)))
                .containsExactly(before.get(1), before.get(2), before.getFirst());
        now.addAndGet(6_000_000_000L);
        assertThat(choice.inOrder("certificate", brokers(3))).isEqualTo(before);
    }

    @Test
    void a_broker_that_stays_silent_is_asked_more_and_more_seldom() {
        // Given
        BrokerAddress first = first("certificate", brokers(3));
        choice.silent(first);
        now.addAndGet(6_000_000_000L);

        // When
        choice.silent(first);

        // Then
        now.addAndGet(6_000_000_000L);
        assertThat(first("certificate", brokers(3))).isNotEqualTo(first);
        now.addAndGet(5_000_000_000L);
        assertThat(first("certificate", brokers(3))).isEqualTo(first);
        choice.answered(first);
        choice.silent(first);
        now.addAndGet(6_000_000_000L);
        assertThat(first("certificate", brokers(3))).isEqualTo(first);
    }

    @Test
    void all_who_waited_for_a_silent_broker_are_one_silence() {
        // When
        BrokerAddress first = first("certificate", brokers(3));
        choice.silent(first);
        choice.silent(first);
        choice.silent(first);

        // Then
        now.addAndGet(6_000_000_000L);
        assertThat(first("certificate", brokers(3))).isEqualTo(first);
    }

    private BrokerAddress first(String certificate, List<BrokerAddress> brokers) {
        return choice.inOrder(certificate, brokers).getFirst();
    }

    private static List<String> certificates() {
        return IntStream.range(0, CERTIFICATES)
                .mapToObj("certificate %d"::formatted)
                .toList();
    }

    private static List<BrokerAddress> brokers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new BrokerAddress("brokers", "10.0.0." + i, 9443))
                .toList();
    }
}
