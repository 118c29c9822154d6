package kcd.broker.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import kcd.broker.mapping.DirectoryAddress;
import kcd.broker.mapping.LdapDirectory;
import kcd.broker.mapping.MappingEvents;
import kcd.broker.mapping.MappingMethod;

/** {@code kcd_broker_mapping_*}: how certificates were mapped to users, and how the directory servers did. */
public final class MappingMetrics implements MappingEvents {
    private final MeterRegistry registry;

    public MappingMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the connections kept open. */
    public static void register(MeterRegistry registry, LdapDirectory directory) {
        directory
                .idleConnections()
                .keySet()
                .forEach(server -> Gauge.builder(
                                "kcd.broker.mapping.connections.idle",
                                directory,
                                d -> d.idleConnections().getOrDefault(server, 0))
                        .description("Open and idle connections to a directory server")
                        .tag("server", server.toString())
                        .register(registry));
    }

    @Override
    public void mapped(MappingMethod method, Result result, Duration took) {
        Timer.builder("kcd.broker.mapping.lookups")
                .description("Look-ups of a certificate's user, past the cache")
                .tag("method", method.toString())
                .tag("result", result.name())
                .register(registry)
                .record(took);
    }

    @Override
    public void searched(DirectoryAddress server, boolean answered, Duration took) {
        Timer.builder("kcd.broker.mapping.searches")
                .description("Searches at directory servers")
                .tag("server", server.toString())
                .tag("result", answered ? "ANSWERED" : "FAILED")
                .register(registry)
                .record(took);
    }
}
