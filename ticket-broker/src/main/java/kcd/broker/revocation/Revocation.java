package kcd.broker.revocation;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import kcd.broker.config.BrokerSettings;
import kcd.broker.config.RevocationSettings;
import kcd.broker.identity.RevocationGate;
import kcd.broker.user.User;
import kcd.pki.revocation.RevocationChecker;
import kcd.pki.revocation.RevocationPolicy;

/** Revocation as configured: a feed and the guard that reads it, or neither. */
public final class Revocation implements AutoCloseable {
    private final Optional<RevocationFeed> feed;
    private final RevocationGate gate;

    private Revocation(Optional<RevocationFeed> feed, RevocationGate gate) {
        this.feed = feed;
        this.gate = gate;
    }

    /** Starts the subscription, where revocation is switched on. */
    public static Revocation start(BrokerSettings settings, Consumer<User> forget, Clock clock) {
        return settings.revocation()
                .map(revocation -> start(settings, revocation, forget, clock))
                .orElseGet(() -> new Revocation(Optional.empty(), RevocationGate.OPEN));
    }

    private static Revocation start(
            BrokerSettings settings, RevocationSettings revocation, Consumer<User> forget, Clock clock) {
        var feed = RevocationFeed.connect(revocation, settings.mtls(), clock);
        var checker = new RevocationChecker(feed::current, RevocationPolicy.of(revocation.whenStale()), clock);
        var guard = new RevocationGuard(checker, forget, settings.maxCachedTickets());
        feed.start(guard);
        return new Revocation(Optional.of(feed), guard);
    }

    public RevocationGate gate() {
        return gate;
    }

    public boolean ready() {
        return feed.map(RevocationFeed::ready).orElse(true);
    }

    @Override
    public void close() {
        feed.ifPresent(RevocationFeed::close);
    }
}
