package kcd.broker.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.name.Realm;

/** {@code kcd_broker_kdc_clock_offset_seconds}: how far a realm's clock was ahead of ours when it last said. */
public final class ClockMetrics {
    private static final double MILLIS_PER_SECOND = Duration.ofSeconds(1).toMillis();

    private ClockMetrics() {}

    public static void register(MeterRegistry registry, RealmClock clock, Realm realm) {
        Gauge.builder(
                        "kcd.broker.kdc.clock.offset",
                        clock,
                        c -> c.observed(realm).toMillis() / MILLIS_PER_SECOND)
                .description("How far the domain controllers' clock is ahead of ours")
                .baseUnit("seconds")
                .tag("realm", realm.value())
                .register(registry);
    }
}
