package kcd.broker.fake;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import kcd.broker.cache.CacheLimits;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.cache.TicketCache;
import kcd.broker.identity.DeviceIdentities;
import kcd.broker.mint.MintJournal;
import kcd.broker.mint.MintLimit;
import kcd.broker.mint.SidCheck;
import kcd.broker.mint.TokenMinter;
import kcd.broker.reply.AwaitedReplies;
import kcd.broker.ticket.RenewalLimit;
import kcd.broker.ticket.UserTickets;

/** Puts the ticket classes together as the broker does, around a source of our making. */
public final class Tickets {
    public static final CacheLimits LIMITS =
            new CacheLimits(1_000, 10_000_000, Duration.ofMinutes(5), Duration.ofSeconds(30));

    private Tickets() {}

    public static <K, V> SingleFlight<K, V> flights() {
        return new SingleFlight<>(Executors.newVirtualThreadPerTaskExecutor(), 1_000, Duration.ofSeconds(60));
    }

    public static <K, T extends kcd.broker.cache.Cacheable> TicketCache<K, T> cache(Clock clock) {
        return new TicketCache<>(flights(), clock, LIMITS, new RenewalMoment(new Random(1)), _ -> {});
    }

    /** A minter without a limit of rate and without a SID check. */
    public static TokenMinter minter(
            DeviceIdentities identities, FakeTicketSource source, Clock clock, MintJournal journal) {
        return new TokenMinter(
                identities, of(source, clock), new MintLimit(System::nanoTime), SidCheck.OFF, replies(clock), journal);
    }

    public static AwaitedReplies replies(Clock clock) {
        return new AwaitedReplies(new SecureRandom(), clock, (_, _, _) -> {});
    }

    public static UserTickets<FakeTicket> of(FakeTicketSource source, Clock clock) {
        return new UserTickets<>(source, cache(clock), cache(clock), new RenewalLimit(clock));
    }
}
