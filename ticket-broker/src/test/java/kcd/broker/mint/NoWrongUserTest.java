package kcd.broker.mint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kcd.broker.caller.Caller;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicket;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.fake.Tickets;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.ticket.UserTickets;
import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.UserPrincipalName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shuffles users, targets, ends of tickets, refusals and removals: nobody may ever get another's token. */
class NoWrongUserTest {
    private static final int THREADS = 64;
    private static final int REQUESTS = 1_500;
    private static final int USERS = 250;
    private static final List<ServicePrincipalName> TARGETS = List.of(
            ServicePrincipalName.parse("HTTP/one.a.test"),
            ServicePrincipalName.parse("HTTP/two.a.test"),
            ServicePrincipalName.parse("HTTP/three.a.test"));
    private static final Caller CALLER = new Caller("test", Set.of(), Set.copyOf(TARGETS), true, false);

    private final FakeClock clock = new FakeClock();
    private final FakeTicketSource domain = new FakeTicketSource(clock, Duration.ofMinutes(30));
    private final UserTickets<FakeTicket> tickets = Tickets.of(domain, clock);
    private final TokenMinter minter = new TokenMinter(
            _ -> {
                throw new AssertionError("no certificates here");
            },
            tickets,
            new MintLimit(System::nanoTime),
            SidCheck.OFF,
            Tickets.replies(clock),
            (_, _, _, _) -> {});

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Timeout(120)
    void nobody_gets_anothers_token(long seed) throws Exception {
        // Given
        List<Future<Integer>> workers = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                var random = new Random(seed * 1_000 + i);
                workers.add(threads.submit(() -> work(random)));
            }
        }

        // Then
        int minted = 0;
        for (Future<Integer> worker : workers) {
            minted += worker.get();
        }
        assertThat(minted).isGreaterThan(THREADS * REQUESTS / 4);
    }

    private int work(Random random) {
        int minted = 0;
        for (int i = 0; i < REQUESTS; i++) {
            disturb(random);
            UserPrincipalName user = new UserPrincipalName("user" + random.nextInt(USERS) + "@a.test");
            ServicePrincipalName target = TARGETS.get(random.nextInt(TARGETS.size()));
            var request = new MintRequest(new ByAssertion(user), target, Optional.empty(), random.nextInt(50) == 0);
            switch (minter.mint(CALLER, request)) {
                case Minted(var _, var token, var _) -> {
                    minted++;
                    assertThat(new String(token.spnego(), StandardCharsets.UTF_8))
                            .startsWith(user + " -> " + target + " #");
                    assertThat(token.clientPrincipal()).isEqualTo(user.user() + "@A.TEST");
                    assertThat(token.ticketEndTime()).isAfter(FakeClock.START);
                }
                case Refused(var _, var refusal) ->
                    assertThat(refusal.reason())
                            .isIn(
                                    RefusalReason.USER_REVOKED,
                                    RefusalReason.KDC_UNAVAILABLE,
                                    RefusalReason.RATE_LIMITED);
            }
        }
        return minted;
    }

    /** Now and then past the end of every ticket there is. */
    private void jump(Random random) {
        if (random.nextInt(100) == 0) {
            clock.advance(Duration.ofHours(1));
        }
    }

    private void disturb(Random random) {
        String user = "user" + random.nextInt(USERS) + "@a.test";
        switch (random.nextInt(100)) {
            case 0 -> clock.advance(Duration.ofSeconds(random.nextInt(60)));
            case 1 -> domain.refuseUser(user, RefusalReason.USER_REVOKED);
            case 2 -> domain.refuseUser(user, RefusalReason.KDC_UNAVAILABLE);
            case 3, 4 -> domain.acceptUser(user);
            case 5 -> tickets.forget(User.named(user));
            case 6 -> jump(random);
            default -> Thread.yield();
        }
    }
}
