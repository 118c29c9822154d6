package kcd.broker.kdc;

import static kcd.broker.fake.FakeController.AS_REQ;
import static kcd.broker.fake.FakeController.TGS_REQ;
import static kcd.broker.fake.FakeController.answering;
import static kcd.broker.fake.FakeController.hangingUp;
import static kcd.broker.fake.FakeController.silent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import kcd.broker.fake.Await;
import kcd.broker.fake.FakeController;
import kcd.broker.fake.FakeController.Behaviour;
import kcd.broker.kdc.KdcExchanges.Result;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.name.Realm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TcpKdcTest {
    private static final Realm REALM = new Realm("A.TEST");
    private static final KdcTimeouts TIMEOUTS =
            new KdcTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40));
    private static final KdcTimeouts SHORT =
            new KdcTimeouts(Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(500));

    private final List<FakeController> controllers = new ArrayList<>();
    private final List<Result> results = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        controllers.forEach(FakeController::close);
    }

    @Test
    void brings_the_answer_whatever_it_says() throws Exception {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, answering(24));

        // When
        byte[] answer = kdc.exchange(REALM, AS_REQ);

        // Then
        assertThat(answer).containsExactly(0x7E, 24);
        assertThat(results).containsExactly(Result.ANSWERED);
    }

    @Test
    void a_refusal_is_final_and_never_asked_of_a_second_controller() throws Exception {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, answering(24), answering(25));

        // When
        kdc.exchange(REALM, AS_REQ);

        // Then
        assertThat(controllers.get(1).questions).hasValue(0);
    }

    @Test
    void a_controller_that_is_down_is_passed_over() throws Exception {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, answering(1), answering(2));
        controllers.get(0).close();

        // When
        byte[] answer = kdc.exchange(REALM, AS_REQ);

        // Then
        assertThat(answer).containsExactly(0x7E, 2);
    }

    @Test
    void a_controller_that_failed_is_not_asked_first_again() throws Exception {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, hangingUp(), answering(2));
        kdc.exchange(REALM, AS_REQ);

        // When
        kdc.exchange(REALM, AS_REQ);

        // Then
        assertThat(controllers.get(0).questions).hasValue(1);
        assertThat(controllers.get(1).questions).hasValue(2);
    }

    @Test
    void garbage_is_no_answer() throws Exception {
        // Given
        Behaviour http = (_, out) -> out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n");
        Behaviour oversize = (_, out) -> out.writeInt(TcpExchange.MAX_REPLY_BYTES + 1);
        Behaviour empty = (_, out) -> out.writeInt(0);
        Behaviour negative = (_, out) -> out.writeInt(-1);
        Behaviour noKerberos = (_, out) -> {
            out.writeInt(2);
            out.writeShort(0x3000);
        };
        Behaviour cutShort = (_, out) -> {
            out.writeInt(100);
            out.writeShort(0x7E00);
        };
        TcpKdc kdc = kdc(TIMEOUTS, http, oversize, empty, negative, noKerberos, cutShort, answering(7));

        // When
        byte[] answer = kdc.exchange(REALM, AS_REQ);

        // Then
        assertThat(answer).containsExactly(0x7E, 7);
        assertThat(controllers)
                .allSatisfy(controller -> assertThat(controller.questions).hasValue(1));
    }

    @Test
    void a_slow_controller_is_overtaken_for_a_tgs_request() throws Exception {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, silent(), answering(2));

        // When
        byte[] answer = kdc.exchange(REALM, TGS_REQ);

        // Then
        assertThat(answer).containsExactly(0x7E, 2);
        assertThat(results).containsExactly(Result.ANSWERED, Result.OVERTAKEN);
    }

    @Test
    void an_as_request_is_never_under_way_at_two_controllers() throws Exception {
        // Given
        KdcTimeouts timeouts = new KdcTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(40));
        TcpKdc kdc = kdc(timeouts, silent(), answering(2));

        // When
        long startedAt = System.nanoTime();
        kdc.exchange(REALM, AS_REQ);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isGreaterThanOrEqualTo(timeouts.answer());
        assertThat(results).containsExactly(Result.FAILED, Result.ANSWERED);
    }

    @Test
    void an_answer_byte_by_byte_does_not_outlast_the_deadline() {
        // Given
        Behaviour trickle = (_, out) -> {
            out.writeInt(1_000_000);
            for (int i = 0; i < 1_000_000; i++) {
                out.write(0x7E);
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(20).toNanos());
            }
        };
        TcpKdc kdc = kdc(SHORT, trickle);

        // When, Then
        long startedAt = System.nanoTime();
        assertThatThrownBy(() -> kdc.exchange(REALM, AS_REQ)).isInstanceOf(KdcUnreachableException.class);
        // The whole answer takes hours.
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void says_what_happened_at_each_controller() {
        // Given
        Behaviour empty = (_, out) -> out.writeInt(0);
        TcpKdc kdc = kdc(TIMEOUTS, empty, hangingUp());

        // When
        var unreachable = catchThrowableOfType(KdcUnreachableException.class, () -> kdc.exchange(REALM, TGS_REQ));

        // Then
        assertThat(unreachable.isConfigured()).isTrue();
        assertThat(unreachable)
                .hasMessageContaining(controllers.get(0).address().toString())
                .hasMessageContaining(controllers.get(1).address().toString())
                .hasMessageContaining("it announced a reply of 0 bytes")
                .hasMessageContaining("EOFException");
    }

    @Test
    void a_realm_without_controllers_is_a_matter_of_configuration() {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, answering(1));

        // When
        var unreachable =
                catchThrowableOfType(KdcUnreachableException.class, () -> kdc.exchange(new Realm("B.TEST"), TGS_REQ));

        // Then
        assertThat(unreachable.isConfigured()).isFalse();
    }

    @Test
    void a_probe_brings_a_controller_back() throws Exception {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, hangingUp(), answering(2));
        kdc.exchange(REALM, AS_REQ);
        controllers.get(0).behave(answering(1));

        // When, Then: the quarantine of a first failure is a second
        Await.until(() -> {
            kdc.tick();
            return answer(kdc) == 1;
        });
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        // Given
        TcpKdc kdc = kdc(TIMEOUTS, silent());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asker = threads.submit(
                    () -> catchThrowableOfType(KdcUnreachableException.class, () -> kdc.exchange(REALM, AS_REQ)));
            Await.until(() -> controllers.get(0).questions.get() == 1);

            // When
            threads.shutdownNow();

            // Then
            assertThat(asker.get()).hasMessageContaining("interrupted");
        }
    }

    private static int answer(TcpKdc kdc) {
        try {
            return kdc.exchange(REALM, AS_REQ)[1];
        } catch (KdcUnreachableException e) {
            throw new AssertionError(e);
        }
    }

    private TcpKdc kdc(KdcTimeouts timeouts, Behaviour... behaviours) {
        for (Behaviour behaviour : behaviours) {
            controllers.add(new FakeController(behaviour));
        }
        List<ControllerAddress> addresses =
                controllers.stream().map(FakeController::address).toList();
        return new TcpKdc(
                Map.of(REALM, new ControllerSource.Listed(addresses)),
                timeouts,
                new RequestRate(1_000, 1_000),
                _ -> {
                    throw new AssertionError("nothing here is in the DNS");
                },
                _ -> AS_REQ,
                (_, _, result, _) -> results.add(result));
    }
}
