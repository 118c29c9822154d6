package kcd.broker;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import kcd.broker.config.BrokerSettings;
import kcd.broker.trace.CallSpans;
import kcd.service.tracing.Tracing;

/** Spans, where a collector is configured. */
@Singleton
public class TracingWiring {
    private final Optional<Tracing> tracing;

    TracingWiring(BrokerSettings settings) {
        tracing = settings.tracing().map(to -> Tracing.to(to, "ticket-broker"));
    }

    @Produces
    @Singleton
    CallSpans spans() {
        return new CallSpans(tracing.map(Tracing::tracer));
    }

    void stop(@Observes ShutdownEvent event) {
        tracing.ifPresent(Tracing::close);
    }
}
