package kcd.broker.grpc;

import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.fake.Tickets;
import kcd.broker.identity.CertificateIdentities;
import kcd.broker.mint.TokenMinter;

/** Puts a domain in memory behind the real service. */
@Mock
public class FakeDomainWiring {
    @Produces
    @Singleton
    FakeTicketSource domain(Clock clock) {
        return new FakeTicketSource(clock, Duration.ofHours(10));
    }

    @Produces
    @Singleton
    TokenMinter minter(CertificateIdentities identities, FakeTicketSource domain, Clock clock) {
        return Tickets.minter(identities, domain, clock, (_, _, _, _) -> {});
    }
}
