package kcd.crl;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import kcd.crl.config.CrlConfig;
import kcd.crl.config.CrlSettings;
import kcd.crl.fetch.DistributionPoint;
import kcd.crl.fetch.HttpCrlFetcher;
import kcd.crl.observe.CrlMetrics;
import kcd.crl.publish.CrlBoard;
import kcd.crl.refresh.CrlIntake;
import kcd.crl.refresh.RefreshLoop;
import kcd.crl.refresh.RefreshPlan;
import kcd.crl.store.CrlStore;
import kcd.pki.crl.CrlAcceptance;
import kcd.service.StartupFaults;

/** The one place that builds the service's objects. */
@ApplicationScoped
public class CrlWiring {

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
    RefreshLoop loop(CrlSettings settings, CrlStore store, CrlBoard board, CrlMetrics metrics, Clock clock) {
        CrlAcceptance acceptance = new CrlAcceptance(settings.issuers(), settings.bounds(), settings.clockSkew());
        return new RefreshLoop(
                settings.distributionPoints().stream()
                        .map(DistributionPoint::new)
                        .toList(),
                new HttpCrlFetcher(settings.directory(), settings.bounds().maxBytes(), settings.fetchTimeout()),
                new CrlIntake(acceptance, store, board, clock),
                new RefreshPlan(settings.fetchInterval()),
                clock,
                metrics::attempted);
    }
}
