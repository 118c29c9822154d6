package kcd.broker.revocation;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
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
    private static final Duration FILE_POLL = Duration.ofSeconds(5);

    private final Optional<Line> line;
    private final RevocationGate gate;

    /** The feed, and the identity it shows, which lives as long. */
    private record Line(RevocationFeed feed, HotMtls mtls) {}

    private Revocation(Optional<Line> line, RevocationGate gate) {
        this.line = line;
        this.gate = gate;
    }

    /** Starts the subscription, where revocation is switched on. */
    public static Revocation start(
            BrokerSettings settings, Consumer<User> forget, Clock clock, MeterRegistry registry) {
        return settings.revocation()
                .map(revocation -> start(settings, revocation, forget, clock, registry))
                .orElseGet(() -> new Revocation(Optional.empty(), RevocationGate.OPEN));
    }

    private static Revocation start(
            BrokerSettings settings,
            RevocationSettings revocation,
            Consumer<User> forget,
            Clock clock,
            MeterRegistry registry) {
        HotMtls mtls = HotMtls.watch(settings.mtls(), clock, FILE_POLL);
        RevocationFeed feed = RevocationFeed.connect(revocation, mtls.key(), mtls.trust(), clock, registry);
        var guard = new RevocationGuard(feed.checker(), forget, settings.maxCachedTickets());
        feed.start(() -> feed.metrics().cut(guard.review()));
        return new Revocation(Optional.of(new Line(feed, mtls)), guard);
    }

    public RevocationGate gate() {
        return gate;
    }

    public boolean ready() {
        return line.map(live -> live.feed().isReady()).orElse(true);
    }

    @Override
    public void close() {
        line.ifPresent(live -> {
            live.feed().close();
            live.mtls().close();
        });
    }
}
