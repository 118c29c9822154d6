package kcd.edge.bed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kcd.edge.Edge;
import kcd.edge.config.EdgeConfig;
import kcd.edge.config.EdgeSettings;
import kcd.edge.config.SettingsCheck;
import kcd.service.MtlsConfig;
import kcd.service.StartupFaults;

/// An edge in this JVM, as it runs in production but for Quarkus around it.
public final class TestEdge implements AutoCloseable {
    private static final int LOOPS = 2;

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Edge edge;

    public TestEdge(Map<String, String> settings) {
        this(settings, Clock.systemUTC());
    }

    public TestEdge(Map<String, String> settings, Clock clock) {
        StartupFaults faults = new StartupFaults();
        EdgeSettings checked = check(settings, faults).orElseThrow(() -> new AssertionError(faults.lines()));
        edge = Edge.of(checked, clock, registry);
        Await.result(edge.start(vertx, LOOPS));
    }

    /// What the settings mean, or why not.
    public static Optional<EdgeSettings> check(Map<String, String> settings, StartupFaults faults) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withMapping(MtlsConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .build();
        return new SettingsCheck(faults, Clock.systemUTC())
                .check(config.getConfigMapping(EdgeConfig.class), config.getConfigMapping(MtlsConfig.class));
    }

    public int port() {
        return edge.port();
    }

    public boolean isReady() {
        return edge.isReady();
    }

    /// How many handshakes ended so.
    public double handshakes(String result) {
        var counter = registry.find("kcd.edge.handshakes").tag("result", result).counter();
        return counter == null ? 0 : counter.count();
    }

    /// What a metric says, summed over its labels.
    public double gauge(String name) {
        return registry.find(name).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    /// What a counter says, or how often a timer was used, summed over the meters with this tag.
    public double count(String name, String tag, String value) {
        return registry.find(name).tag(tag, value).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    /// How often the guard had to keep a request off a connection.
    public double guardTrips() {
        return registry.get("kcd.edge.mixup.guard.trips").counter().count();
    }

    /// How many handshakes ended how.
    public Map<String, Double> handshakes() {
        Map<String, Double> results = new HashMap<>();
        registry.find("kcd.edge.handshakes")
                .counters()
                .forEach(counter -> results.put(String.valueOf(counter.getId().getTag("result")), counter.count()));
        return results;
    }

    /// 1 while the trust store on disk is refused.
    public double trustRefused() {
        return registry.get("kcd.client.trust.refused").gauge().value();
    }

    /// How many requests ended for this reason; `none` for those that did not fail.
    public double requests(String reason) {
        return registry.find("kcd.edge.requests").tag("reason", reason).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /// As at SIGTERM.
    public Future<Void> drain() {
        return edge.drain();
    }

    @Override
    public void close() {
        edge.stop();
        Await.result(vertx.close());
    }
}
