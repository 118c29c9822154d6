package kcd.broker.revocation;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import kcd.broker.config.BrokerSettings;
import kcd.broker.identity.RevocationGate;
import kcd.broker.user.User;
import kcd.revocation.RevocationFeed;
import kcd.revocation.RevocationSettings;
import kcd.service.HotMtls;

/** Revocation as configured: a feed and the guard that reads it, or neither. */
public final class Revocation implements AutoCloseable {
    private final Optional<RevocationFeed> feed;
    private final RevocationGate gate;

    private Revocation(Optional<RevocationFeed> feed, RevocationGate gate) {
        this.feed = feed;
        this.gate = gate;
    }

    /** Starts the subscription, where revocation is switched on. */
    public static Revocation start(
            BrokerSettings settings, HotMtls mtls, Consumer<User> forget, Clock clock, MeterRegistry registry) {
        return settings.revocation()
                .map(revocation -> start(settings, revocation, mtls, forget, clock, registry))
                .orElseGet(() -> new Revocation(Optional.empty(), RevocationGate.OPEN));
    }

    private static Revocation start(
            BrokerSettings settings,
            RevocationSettings revocation,
            HotMtls mtls,
            Consumer<User> forget,
            Clock clock,
            MeterRegistry registry) {
        RevocationFeed feed = RevocationFeed.connect(revocation, mtls.key(), mtls.trust(), clock, registry);
        var guard = new RevocationGuard(feed.checker(), forget, settings.maxCachedTickets());
        feed.start(() -> feed.metrics().cut(guard.review()));
        return new Revocation(Optional.of(feed), guard);
    }

    public RevocationGate gate() {
        return gate;
    }

    public boolean ready() {
        return feed.map(RevocationFeed::isReady).orElse(true);
    }

    @Override
    public void close() {
        feed.ifPresent(RevocationFeed::close);
    }
}
