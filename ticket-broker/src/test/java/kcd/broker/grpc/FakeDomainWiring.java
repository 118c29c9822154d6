package kcd.broker.grpc;

import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.fake.Tickets;
import kcd.broker.identity.CertificateIdentities;
import kcd.broker.mint.TokenMinter;
import kcd.broker.reply.AwaitedReplies;

/** Puts a domain in memory behind the real service. */
@Mock
public class FakeDomainWiring {
    @Produces
    @Singleton
    FakeTicketSource domain(Clock clock) {
        return new FakeTicketSource(clock, Duration.ofHours(10));
    }

    /** The clock of the answers that are waited for: a handle's minute passes when a test says so. */
    @Produces
    @Singleton
    @Typed(FakeClock.class)
    FakeClock replyClock() {
        return new FakeClock();
    }

    @Produces
    @Singleton
    AwaitedReplies replies(FakeClock clock) {
        return new AwaitedReplies(new SecureRandom(), clock, (_, _, _) -> {});
    }

    @Produces
    @Singleton
    TokenMinter minter(CertificateIdentities identities, FakeTicketSource domain, Clock clock) {
        return Tickets.minter(identities, domain, clock, (_, _, _, _) -> {});
    }
}
