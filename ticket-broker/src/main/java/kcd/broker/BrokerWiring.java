package kcd.broker;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import kcd.broker.caller.Callers;
import kcd.broker.config.BrokerConfig;
import kcd.broker.config.BrokerSettings;
import kcd.broker.config.BrokerSettingsReader;
import kcd.broker.dns.DnsOverTcp;
import kcd.broker.dns.NameServers;
import kcd.broker.kdc.AnsweringController;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.metrics.ClockMetrics;
import kcd.broker.metrics.KdcMetrics;
import kcd.kerberos.exchange.AliveQuestion;
import kcd.kerberos.exchange.RealmClock;
import kcd.service.HotMtls;
import kcd.service.MtlsConfig;
import kcd.service.StartupFaults;

/** Builds what the whole broker rests on from its settings; everything below takes what it needs in its constructor. */
@Singleton
public class BrokerWiring {
    private final SecureRandom random = new SecureRandom();

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    BrokerSettings settings(BrokerConfig config, MtlsConfig mtls) {
        var faults = new StartupFaults();
        var settings = BrokerSettingsReader.read(config, mtls, faults);
        faults.requireNone();
        return settings.orElseThrow();
    }

    @Produces
    @Singleton
    Callers callers(BrokerSettings settings) {
        return new Callers(settings.callers());
    }

    @Produces
    @Singleton
    TcpKdc kdc(BrokerSettings settings, Clock clock, MeterRegistry registry) {
        var dns = new DnsOverTcp(NameServers::ofSystem, settings.kdcTimeouts().connect(), random);
        return new TcpKdc(
                settings.domains(),
                settings.kdcTimeouts(),
                settings.kdcRate(),
                dns,
                realm -> AliveQuestion.of(settings.serviceAccount().principal(), realm, clock.instant(), random),
                new KdcMetrics(registry).and(AnsweringController.listener()));
    }

    @Produces
    @Singleton
    RealmClock realmClock(BrokerSettings settings, Clock clock, MeterRegistry registry) {
        var realmClock = new RealmClock(clock);
        settings.domains().keySet().forEach(realm -> ClockMetrics.register(registry, realmClock, realm));
        return realmClock;
    }

    @Produces
    @Singleton
    HotMtls mtls(BrokerSettings settings, Clock clock) {
        return HotMtls.watch(settings.mtls(), clock, Upkeep.FILE_POLL);
    }

    void end(@Disposes HotMtls mtls) {
        mtls.close();
    }
}
