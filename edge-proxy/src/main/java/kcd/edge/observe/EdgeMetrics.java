package kcd.edge.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kcd.edge.http.ConnectionRefusal;
import kcd.edge.proxy.AccessRecord;
import kcd.edge.proxy.UpstreamHealth;
import kcd.service.trust.ClientTrustWatch;

/// Counts and times what the edge does. Labels come from closed lists only: routes, statuses, reason codes.
public final class EdgeMetrics implements Consumer<AccessRecord> {
    private final MeterRegistry registry;

    /// What each request would otherwise look up by its labels, at the price of a tenth of our own part of it.
    private final Map<Ending, Counter> requests = new ConcurrentHashMap<>();

    private final Map<String, Counter> tokens = new ConcurrentHashMap<>();
    private final Map<String, Timer> tokenTimes = new ConcurrentHashMap<>();
    private final Map<String, Timer> upstreamTimes = new ConcurrentHashMap<>();
    private final AtomicInteger pingsHeld = new AtomicInteger();
    private final Counter mixUpsPrevented;

    private record Ending(String route, int status, String reason) {}

    public EdgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("kcd.edge.pings.held", pingsHeld, AtomicInteger::get)
                .description("ActiveSync Pings under way")
                .register(registry);
        // There from the start: an alarm on an increase needs a zero to increase from.
        this.mixUpsPrevented = Counter.builder("kcd.edge.mixup.guard.trips")
                .description("Requests kept off an upstream connection that was not theirs; anything but 0 is a fault")
                .register(registry);
    }

    @Override
    public void accept(AccessRecord record) {
        String route = record.route().orElse("none");
        Ending ending = new Ending(route, record.status(), record.reason().orElse("none"));
        requests.computeIfAbsent(ending, this::requests).increment();
        if (record.tokens() > 0) {
            tokens.computeIfAbsent(route, this::tokens).increment(record.tokens());
            tokenTimes.computeIfAbsent(route, this::tokenTime).record(record.tokenNanos(), TimeUnit.NANOSECONDS);
        }
        if (record.headNanos() > 0) {
            upstreamTimes.computeIfAbsent(route, this::upstreamTime).record(record.headNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Counter requests(Ending ending) {
        return Counter.builder("kcd.edge.requests")
                .description("Requests by route, status and reason of failure")
                .tag("route", ending.route())
                .tag("status", Integer.toString(ending.status()))
                .tag("reason", ending.reason())
                .register(registry);
    }

    private Counter tokens(String route) {
        return Counter.builder("kcd.edge.tokens")
                .description("Tokens asked for")
                .tag("route", route)
                .register(registry);
    }

    private Timer tokenTime(String route) {
        return timer("kcd.edge.token", "Time to get tokens from the broker", route);
    }

    private Timer upstreamTime(String route) {
        return timer("kcd.edge.upstream", "Time from sending a request to the head of the upstream's answer", route);
    }

    /// A handshake that ended well, or the reason why not.
    public void handshake(String result) {
        Counter.builder("kcd.edge.handshakes")
                .description("TLS handshakes with devices by result")
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /// Whether the edge works with an older trust store than the one in the files.
    public void watch(ClientTrustWatch trust) {
        Gauge.builder("kcd.client.trust.refused", trust, t -> t.refused() ? 1 : 0)
                .description("1 while the clients' trust store on disk cannot be used and an older one is in force")
                .strongReference(true)
                .register(registry);
    }

    /// How many devices hold a connection: what an edge has to be scaled by, since a held one costs no CPU.
    public void connections(Supplier<Number> open) {
        Gauge.builder("kcd.edge.connections", open)
                .description("Open connections of devices that showed a certificate")
                .register(registry);
    }

    /// Which servers of the routes' arrays take connections.
    public void watch(UpstreamHealth health) {
        for (UpstreamHealth.Server server : health.servers()) {
            Gauge.builder("kcd.edge.upstream.down", health, h -> h.isDown(server) ? 1 : 0)
                    .description("1 while an upstream takes no connections and is asked last")
                    .tag("route", server.route())
                    .tag("upstream", server.upstream().toString())
                    .strongReference(true)
                    .register(registry);
        }
    }

    void connectionRefused(ConnectionRefusal reason) {
        Counter.builder("kcd.edge.connections.refused")
                .description("Connections closed before their first request")
                .tag("reason", reason.name())
                .register(registry)
                .increment();
    }

    void pingHeld(int more) {
        pingsHeld.addAndGet(more);
    }

    void mixUpPrevented() {
        mixUpsPrevented.increment();
    }

    private Timer timer(String name, String description, String route) {
        return Timer.builder(name)
                .description(description)
                .tag("route", route)
                .publishPercentileHistogram()
                .register(registry);
    }
}
