package kcd.broker.kdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import kcd.broker.dns.SrvAnswer;
import kcd.broker.dns.SrvRecord;
import kcd.kerberos.name.Realm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsControllersTest {
    private static final ControllerAddress DC1 = new ControllerAddress("dc1.a.test", 88);
    private static final ControllerAddress DC2 = new ControllerAddress("dc2.a.test", 88);

    private final AtomicLong nanos = new AtomicLong(1);
    private final ControllerPool pool = new ControllerPool(List.of(), nanos::get);
    private final List<String> asked = new ArrayList<>();
    private Duration timeToLive = Duration.ofMinutes(10);
    private List<String> named = List.of("dc1.a.test");
    private boolean down;
    private final DnsControllers controllers = new DnsControllers(new Realm("A.TEST"), pool, this::lookup, nanos::get);

    @Test
    void asks_for_the_realms_kerberos_service_over_tcp() {
        // When
        refreshIfDue();

        // Then
        assertThat(asked).containsExactly("_kerberos._tcp.a.test");
        assertThat(pool.inOrder()).containsExactly(DC1);
    }

    @ParameterizedTest
    @CsvSource({"0, 30", "45, 45", "600, 600", "86400, 3600"})
    void asks_again_after_the_time_to_live_within_bounds(long seconds, long expected) {
        // Given
        timeToLive = Duration.ofSeconds(seconds);
        refreshIfDue();

        // When
        advance(Duration.ofSeconds(expected).minusNanos(1));
        boolean early = controllers.beginIfDue();
        advance(Duration.ofNanos(1));

        // Then
        assertThat(early).isFalse();
        assertThat(controllers.beginIfDue()).isTrue();
    }

    @Test
    void keeps_the_last_list_while_the_dns_is_down_and_takes_the_new_one_afterwards() {
        // Given
        refreshIfDue();
        down = true;
        advance(timeToLive);

        // When
        refreshIfDue();
        List<ControllerAddress> whileDown = pool.inOrder();
        down = false;
        named = List.of("dc2.a.test");
        advance(DnsControllers.RETRY);
        refreshIfDue();

        // Then
        assertThat(whileDown).containsExactly(DC1);
        assertThat(pool.inOrder()).containsExactly(DC2);
    }

    @Test
    void an_empty_answer_is_no_new_list() {
        // Given
        refreshIfDue();
        named = List.of();
        advance(timeToLive);

        // When
        refreshIfDue();

        // Then
        assertThat(pool.inOrder()).containsExactly(DC1);
    }

    @Test
    void without_any_list_it_soon_tries_again() {
        // Given
        down = true;
        refreshIfDue();
        down = false;

        // When
        advance(DnsControllers.FIRST_RETRY);
        refreshIfDue();

        // Then
        assertThat(pool.inOrder()).containsExactly(DC1);
    }

    @Test
    void one_look_up_is_under_way_at_a_time() {
        assertThat(controllers.beginIfDue()).isTrue();
        assertThat(controllers.beginIfDue()).isFalse();
    }

    private void refreshIfDue() {
        assertThat(controllers.beginIfDue()).isTrue();
        controllers.refresh();
    }

    private SrvAnswer lookup(String name) throws IOException {
        asked.add(name);
        if (down) {
            throw new IOException("a test's");
        }
        return new SrvAnswer(
                named.stream().map(host -> new SrvRecord(0, 100, 88, host)).toList(), timeToLive);
    }

    private void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
