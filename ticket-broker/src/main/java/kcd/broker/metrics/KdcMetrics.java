package kcd.broker.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.kdc.KdcExchanges;
import kcd.kerberos.name.Realm;

/** {@code kcd_broker_kdc_exchanges_seconds}: questions to domain controllers, by realm, controller and result. */
public final class KdcMetrics implements KdcExchanges {
    private final MeterRegistry registry;

    public KdcMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void finished(Realm realm, ControllerAddress controller, Result result, Duration latency) {
        Timer.builder("kcd.broker.kdc.exchanges")
                .description("Exchanges with domain controllers")
                .tag("realm", realm.value())
                .tag("controller", controller.toString())
                .tag("result", result.name())
                .register(registry)
                .record(latency);
    }
}
