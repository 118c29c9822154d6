package kcd.crl;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import kcd.crl.config.CrlConfig;
import kcd.crl.config.CrlSettings;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.observe.CrlMetrics;
import kcd.crl.publish.CrlBoard;
import kcd.crl.refresh.CrlIntake;
import kcd.crl.refresh.RefreshLoop;
import kcd.crl.refresh.RefreshPlan;
import kcd.crl.store.CrlStore;
import kcd.service.HotMtls;
import kcd.service.MtlsConfig;
import kcd.service.MtlsSettings;
import kcd.service.StartupFaults;

/** The one place that builds the service's objects. */
@ApplicationScoped
public class CrlWiring {

    /** Kubernetes takes a minute to bring a changed Secret to a pod; we do not add to it. */
    static final Duration FILE_POLL = Duration.ofSeconds(5);

    @Produces
    @Singleton
    CrlSettings settings(CrlConfig config) {
        StartupFaults faults = new StartupFaults();
        Optional<CrlSettings> settings = CrlSettings.read(config, faults);
        faults.requireNone();
        return settings.orElseThrow();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    CrlBoard board(Clock clock) {
        return new CrlBoard(clock);
    }

    @Produces
    @Singleton
    CrlMetrics metrics(MeterRegistry registry, Clock clock) {
        return new CrlMetrics(registry, clock);
    }

    @Produces
    @Singleton
    CrlStore store(CrlSettings settings) {
        return new CrlStore(settings.directory());
    }

    @Produces
    @Singleton
    CrlIntake intake(CrlSettings settings, CrlStore store, CrlBoard board, Clock clock) {
        return new CrlIntake(settings.acceptance(settings.issuers()), store, board, clock);
    }

    @Produces
    @Singleton
    RefreshLoop loop(CrlSettings settings, CrlIntake intake, CrlMetrics metrics, Clock clock) {
        return new RefreshLoop(
                settings.distributionPoints().stream()
                        .map(DistributionPoint::new)
                        .toList(),
                settings::followed,
                settings.fetcher(),
                intake,
                new RefreshPlan(settings.fetchInterval()),
                clock,
                metrics::attempted);
    }

    @Produces
    @Singleton
    HotMtls mtls(MtlsConfig config, Clock clock) {
        StartupFaults faults = new StartupFaults();
        Optional<MtlsSettings> settings = MtlsSettings.read(config, clock, faults);
        faults.requireNone();
        return HotMtls.watch(settings.orElseThrow(), clock, FILE_POLL);
    }

    void end(@Disposes HotMtls mtls) {
        mtls.close();
    }
}
