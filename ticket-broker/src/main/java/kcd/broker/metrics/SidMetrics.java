package kcd.broker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import kcd.broker.mint.SidVerdict;

/** {@code kcd_broker_sid_checks_total}: how comparing the certificate's SID with the account's ended. */
public final class SidMetrics implements Consumer<SidVerdict> {
    private final Map<SidVerdict, Counter> counters = new EnumMap<>(SidVerdict.class);

    public SidMetrics(MeterRegistry registry) {
        for (SidVerdict verdict : SidVerdict.values()) {
            counters.put(
                    verdict,
                    Counter.builder("kcd.broker.sid.checks")
                            .description("Comparisons of the certificate's SID with the one in the ticket's PAC")
                            .tag("result", verdict.name())
                            .register(registry));
        }
    }

    @Override
    public void accept(SidVerdict verdict) {
        Objects.requireNonNull(counters.get(verdict)).increment();
    }
}
