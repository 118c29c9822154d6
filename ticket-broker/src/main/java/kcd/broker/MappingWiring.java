package kcd.broker;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import kcd.broker.cache.CacheLimits;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.cache.TicketCache;
import kcd.broker.config.BrokerSettings;
import kcd.broker.mapping.CertificateMapping;
import kcd.broker.mapping.LdapDirectory;
import kcd.broker.mapping.Mapped;
import kcd.broker.mapping.MappingSettings;
import kcd.broker.metrics.CacheMetrics;
import kcd.broker.metrics.MappingMetrics;
import kcd.pki.path.CertificateHash;

/** Builds what maps certificates to users. */
@Singleton
public class MappingWiring {
    /** Searches under way at once; the connections to each server are far fewer. */
    private static final int MAX_FLIGHTS = 500;

    private static final Duration RENEWAL_RETRY = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(1);

    @Produces
    @Singleton
    CertificateMapping mapping(BrokerSettings settings, Clock clock, MeterRegistry registry) {
        if (settings.mapping().isEmpty()) {
            return CertificateMapping.none();
        }
        MappingSettings chosen = settings.mapping().get();
        var cache = cache(chosen, settings.maxCachedTickets(), clock, registry);
        var mapping = CertificateMapping.of(chosen, settings.issuerRules(), cache, new MappingMetrics(registry), clock);
        mapping.directory().ifPresent(directory -> MappingMetrics.register(registry, directory));
        return mapping;
    }

    void end(@Disposes CertificateMapping mapping) {
        mapping.close();
    }

    /** As many certificates as there may be users with tickets. */
    private static TicketCache<CertificateHash, Mapped> cache(
            MappingSettings settings, int maxEntries, Clock clock, MeterRegistry registry) {
        Duration patience = settings.directory()
                .map(LdapDirectory::patience)
                .orElse(Duration.ZERO)
                .plus(MARGIN);
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("mappings-", 0).factory());
        return new TicketCache<>(
                new SingleFlight<>(threads, MAX_FLIGHTS, patience),
                clock,
                new CacheLimits(maxEntries, (long) maxEntries * Mapped.BYTES, Duration.ZERO, RENEWAL_RETRY),
                new RenewalMoment(new SecureRandom()),
                new CacheMetrics(registry, "mapping"));
    }
}
