package kcd.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What devices notice when brokers come and go: every request needs a token, and none may fail for want of a broker.
@ExtendWith(SharedGateway.class)
class BrokerRestartIT {
    private static final int PHONES = 8;
    private static final long SOME = 200;
    /// A second until somebody wonders, two for a sign of life, and the next broker's answer on a busy machine.
    /// Unnoticed it would be the deadline, a minute.
    private static final Duration NOTICED = Duration.ofSeconds(20);

    private Gateway gateway;
    private List<String> edges;

    @BeforeEach
    void start(Gateway shared) throws Exception {
        gateway = shared;
        gateway.brokers();
        edges = Gateway.addresses(gateway.edges());
    }

    @Test
    void no_request_fails_while_brokers_are_replaced_one_after_the_other() throws Exception {
        try (Fleet fleet = new Fleet(gateway.alice(), edges, PHONES)) {
            for (int round = 0; round < 2; round++) {
                // Given
                List<Pod> before = gateway.brokers();
                fleet.awaitServed(SOME);

                // When
                gateway.announce(before.subList(1, 2));
                before.getFirst().terminate();

                // Then
                assertThat(before.getFirst().awaitEnd()).isTrue();
                assertThat(before.getFirst().process().exitCode()).isEqualTo(Pod.TERMINATED);
                fleet.awaitServed(SOME);
            }
            assertThat(fleet.failures()).isEmpty();
        }
    }

    @Test
    void no_request_fails_when_a_broker_is_killed() throws Exception {
        try (Fleet fleet = new Fleet(gateway.alice(), edges, PHONES)) {
            // Given
            List<Pod> brokers = gateway.brokers();
            fleet.awaitServed(SOME);

            // When: whichever is the user's own, it is hit once.
            brokers.getFirst().kill();
            fleet.awaitServed(SOME);
            Pod replaced = gateway.brokers().getLast();
            brokers.getLast().kill();

            // Then
            assertThat(fleet.awaitServed(SOME).failures()).isEmpty();
            assertThat(replaced.hasEnded()).isFalse();
        }
    }

    @Test
    void no_request_fails_while_all_brokers_restart_at_once() throws Exception {
        try (Fleet fleet = new Fleet(gateway.alice(), edges, PHONES)) {
            // Given
            List<Pod> brokers = gateway.brokers();
            fleet.awaitServed(SOME);

            // When
            brokers.forEach(Pod::terminate);
            for (Pod broker : brokers) {
                assertThat(broker.awaitEnd()).isTrue();
            }
            gateway.brokers();

            // Then
            assertThat(fleet.awaitServed(SOME).failures()).isEmpty();
        }
    }

    @Test
    void no_request_waits_long_for_a_broker_that_hangs() throws Exception {
        try (Fleet fleet = new Fleet(gateway.alice(), edges, PHONES)) {
            // Given
            List<Pod> brokers = gateway.brokers();
            fleet.awaitServed(SOME);
            try {
                for (Pod broker : brokers) {
                    // When
                    fleet.forgetWaits();
                    broker.hang();
                    fleet.awaitServed(SOME);

                    // Then
                    assertThat(fleet.longestWait()).isLessThan(NOTICED);
                    broker.kill();
                    gateway.brokers();
                }
                assertThat(fleet.failures()).isEmpty();
            } finally {
                brokers.forEach(Pod::kill);
            }
        }
    }
}
