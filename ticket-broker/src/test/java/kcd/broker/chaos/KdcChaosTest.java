package kcd.broker.chaos;

import static kcd.broker.fake.FakeController.halfClosing;
import static kcd.broker.fake.FakeController.hangingUp;
import static kcd.broker.fake.FakeController.silent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kcd.broker.fake.Await;
import kcd.broker.fake.FakeController;
import kcd.broker.fake.FakeController.Behaviour;
import kcd.broker.fake.World;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.kdc.KdcExchanges.Result;
import kcd.broker.kdc.KdcTimeouts;
import kcd.broker.kdc.RequestRate;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.ticket.UserTicket;
import kcd.kerberos.exchange.FakeKdc;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.wire.KdcRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one controller does, users are served by the other; whatever all do, nobody waits past the deadline. */
@Timeout(180)
class KdcChaosTest {
    private static final int BURST = 4;
    /** Half of the total is for the wait for a turn. */
    private static final KdcTimeouts IMPATIENT =
            new KdcTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(6));

    static Stream<Arguments> misbehaviours() {
        Behaviour http = (_, out) -> out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n");
        Behaviour oversize = (_, out) -> out.writeInt(Integer.MAX_VALUE);
        Behaviour negative = (_, out) -> out.writeInt(-1);
        Behaviour truncated = (_, out) -> {
            out.writeInt(100);
            out.writeShort(0x6B00);
        };
        return Stream.of(
                Arguments.of("black hole", silent()),
                Arguments.of("hangs up", hangingUp()),
                Arguments.of("half-closed", halfClosing()),
                Arguments.of("speaks HTTP", http),
                Arguments.of("oversize length", oversize),
                Arguments.of("negative length", negative),
                Arguments.of("truncated frame", truncated));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    void the_second_controller_serves_when_the_first_misbehaves(String name, Behaviour misbehaviour) throws Exception {
        // Given
        try (var world = new World(sound -> List.of(misbehaviour, sound))) {
            long startedAt = System.nanoTime();

            // When
            UserTicket ticket = world.ticket("alice");

            // Then
            assertThat(ticket.clientPrincipal()).isEqualTo("alice@HOME.TEST");
            assertThat(world.questions(0)).isPositive();
            assertThat(elapsed(startedAt)).isLessThan(longest(World.TIMEOUTS));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    void nobody_waits_past_the_deadline_when_all_misbehave(String name, Behaviour misbehaviour) {
        // Given
        try (var world = new World(_ -> List.of(misbehaviour, misbehaviour, misbehaviour), World.SHORT)) {
            long startedAt = System.nanoTime();

            // When
            Refusal refusal = refusal(world, "alice");

            // Then
            assertThat(refusal.reason()).isEqualTo(RefusalReason.KDC_UNAVAILABLE);
            assertThat(refusal.retryAfter()).isPresent();
            assertThat(elapsed(startedAt)).isLessThan(longest(World.SHORT));
        }
    }

    @Test
    void one_that_refuses_connections_is_passed_over() throws Exception {
        // Given
        try (var world = new World(sound -> List.of(sound, sound))) {
            world.controllers.getFirst().close();

            // When, Then
            assertThat(world.ticket("alice").clientPrincipal()).isEqualTo("alice@HOME.TEST");
        }
    }

    @Test
    void one_whose_backlog_is_full_is_passed_over() throws Exception {
        // Given
        List<Socket> crowd = new ArrayList<>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, crowd);
            var first = new ControllerAddress("127.0.0.1", full.getLocalPort());
            try (var world = new World(List::of, World.TIMEOUTS, new RequestRate(100, 100), List.of(first))) {
                // When, Then
                assertThat(world.ticket("alice").clientPrincipal()).isEqualTo("alice@HOME.TEST");
                assertThat(world.results).contains(Result.FAILED);
            }
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void a_slow_one_is_overtaken() throws Exception {
        // Given: it is prompt until the first ticket is there
        try (var world = new World(sound -> List.of(sound, sound))) {
            world.ticket("alice");
            var slow = new AtomicInteger();
            Behaviour firstAskedIsSlow = (request, out) -> {
                if (slow.getAndIncrement() == 0) {
                    silent().answer(request, out);
                }
                world.sound.answer(request, out);
            };
            world.controllers.forEach(controller -> controller.behave(firstAskedIsSlow));

            // When
            UserTicket ticket = world.ticket("bob");

            // Then
            assertThat(ticket.clientPrincipal()).isEqualTo("bob@HOME.TEST");
            assertThat(world.results).contains(Result.OVERTAKEN).doesNotContain(Result.FAILED);
        }
    }

    @Test
    void tickets_in_hand_serve_to_their_end_while_all_are_down() throws Exception {
        // Given
        try (var world = new World(List::of)) {
            UserTicket ticket = world.ticket("alice");
            world.close();
            Duration life = Duration.between(world.clock.instant(), ticket.endTime());

            // When
            world.clock.advance(life.minus(Duration.ofMinutes(6)));
            UserTicket late = world.ticket("alice");
            Refusal stranger = refusal(world, "bob");
            world.clock.advance(Duration.ofMinutes(2));

            // Then
            assertThat(late).isSameAs(ticket);
            assertThat(stranger.reason()).isEqualTo(RefusalReason.KDC_UNAVAILABLE);
            assertThat(refusal(world, "alice").reason()).isEqualTo(RefusalReason.KDC_UNAVAILABLE);
        }
    }

    @Test
    void one_that_comes_back_after_a_restart_is_asked_again() throws Exception {
        // Given
        try (var world = new World(sound -> List.of(sound, sound))) {
            ControllerAddress address = world.controllers.getFirst().address();
            world.controllers.getFirst().close();
            world.ticket("alice");

            // When
            var restarted = new FakeController(address.port(), world.sound);
            world.controllers.add(restarted);

            // Then: a probe finds it, and then it gets its share
            Await.until(() -> {
                world.kdc.tick();
                return restarted.questions.get() > 0;
            });
            var users = new AtomicInteger();
            Await.until(() -> {
                assertThat(served(world, "user" + users.incrementAndGet())).isTrue();
                return restarted.questions.get() > 1;
            });
        }
    }

    @Test
    void one_that_only_accepts_connections_stays_in_quarantine() throws Exception {
        // Given
        try (var world = new World(sound -> List.of(silent(), sound))) {
            world.ticket("alice");
            Await.until(() -> {
                world.kdc.tick();
                return world.questions(0) >= 2;
            });
            int asked = world.questions(0);

            // When: with what goes to one controller only, however long that takes
            world.kdc.exchange(World.REALM, world.aliveQuestion());

            // Then
            assertThat(world.questions(0)).isEqualTo(asked);
        }
    }

    @Test
    void a_clock_ten_minutes_off_is_learned() throws Exception {
        // Given
        try (var world = new World(List::of)) {
            world.domain.ahead = Duration.ofMinutes(10);

            // When
            UserTicket ticket = world.ticket("alice");

            // Then
            assertThat(ticket.clientPrincipal()).isEqualTo("alice@HOME.TEST");
            assertThat(world.realmClock.offset(World.REALM))
                    .isBetween(Duration.ofSeconds(599), Duration.ofSeconds(601));
        }
    }

    @Test
    void a_revoked_tgt_is_replaced_and_the_request_succeeds() throws Exception {
        // Given
        try (var world = new World(List::of)) {
            world.ticket("alice");
            var first = world.keeper.current();
            var refusals = new AtomicInteger();
            world.domain.refuse = (_, request) ->
                    request.type() == KdcRequest.Type.TGS && refusals.getAndIncrement() == 0
                            ? ErrorCode.TGT_REVOKED
                            : null;

            // When
            UserTicket ticket = world.ticket("bob");

            // Then
            assertThat(ticket.clientPrincipal()).isEqualTo("bob@HOME.TEST");
            assertThat(world.keeper.current()).isNotEqualTo(first);
        }
    }

    @Test
    void one_that_is_not_available_yet_sends_us_to_the_next() throws Exception {
        // Given
        try (var world = new World(sound -> List.of(sound, sound))) {
            var asked = new AtomicInteger();
            world.domain.refuse = (_, _) -> asked.getAndIncrement() == 0 ? ErrorCode.SVC_UNAVAILABLE : null;

            // When
            UserTicket ticket = world.ticket("alice");

            // Then
            assertThat(ticket.clientPrincipal()).isEqualTo("alice@HOME.TEST");
            assertThat(world.results).containsOnlyOnce(Result.FAILED);
        }
    }

    @Test
    void a_wrong_key_reaches_one_controller_once() {
        // Given
        try (var world = new World(sound -> List.of(sound, sound, sound))) {
            world.domain.serviceKey = FakeKdc.key("another password");

            // When
            List<RefusalReason> reasons = Stream.of("alice", "bob", "carol")
                    .map(user -> refusal(world, user).reason())
                    .toList();

            // Then
            assertThat(reasons).containsOnly(RefusalReason.SERVICE_ACCOUNT);
            assertThat(world.domain.proofs).containsEntry(World.REALM.value(), 1);
        }
    }

    @Test
    void a_storm_is_held_off_the_controllers_and_told_to_come_back() throws Exception {
        // Given: an authentication and one user fit into the burst
        long startedAt = System.nanoTime();
        try (var world = new World(List::of, IMPATIENT, new RequestRate(1, BURST), List.of())) {
            world.ticket("alice");

            // When
            List<Refusal> refusals = Collections.synchronizedList(new ArrayList<>());
            try (var phones = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 20; i++) {
                    String user = "user" + i;
                    phones.submit(() -> refuse(world, user, refusals));
                }
            }

            // Then
            assertThat(refusals).hasSizeGreaterThan(10).allSatisfy(refusal -> {
                assertThat(refusal.reason()).isEqualTo(RefusalReason.KDC_UNAVAILABLE);
                assertThat(refusal.retryAfter()).isPresent();
                assertThat(refusal.message()).contains("too many questions");
            });
            assertThat((long) world.questions(0))
                    .isLessThanOrEqualTo(BURST + elapsed(startedAt).toSeconds() + 1);
        }
    }

    private static boolean refuse(World world, String user, List<Refusal> refusals) throws InterruptedException {
        try {
            world.ticket(user);
            return false;
        } catch (RefusedException refused) {
            return refusals.add(refused.refusal());
        }
    }

    private static boolean served(World world, String user) {
        try {
            return world.ticket(user).clientPrincipal().startsWith(user);
        } catch (RefusedException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Refusal refusal(World world, String user) {
        return catchThrowableOfType(RefusedException.class, () -> world.ticket(user))
                .refusal();
    }

    /** A cold ticket takes an authentication and two questions, each of them with its own deadline. */
    private static Duration longest(KdcTimeouts timeouts) {
        return timeouts.total().multipliedBy(3).plusSeconds(10);
    }

    private static Duration elapsed(long startedAt) {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Connects until nobody gets in any more. */
    private static void fill(ServerSocket server, List<Socket> crowd) throws IOException {
        for (int i = 0; i < 64; i++) {
            var socket = new Socket();
            crowd.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("the backlog takes everyone");
    }
}
