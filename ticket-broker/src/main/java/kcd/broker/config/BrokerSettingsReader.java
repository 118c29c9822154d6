package kcd.broker.config;

import io.smallrye.config.SmallRyeConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.broker.caller.Caller;
import kcd.broker.kdc.ControllerSource;
import kcd.broker.kdc.KdcTimeouts;
import kcd.broker.kdc.RequestRate;
import kcd.broker.mapping.MappingSettings;
import kcd.broker.mint.SidPolicy;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Realm;
import kcd.pki.name.IssuerRules;
import kcd.revocation.RevocationReader;
import kcd.revocation.RevocationSettings;
import kcd.service.MtlsConfig;
import kcd.service.MtlsSettings;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;
import kcd.service.tracing.TracingSettings;
import kcd.service.trust.ClientTrustReader;
import kcd.service.trust.LoadedTrust;

/** Turns the configuration into settings, and collects everything that is wrong with it on the way. */
public final class BrokerSettingsReader {
    /** The configuration mappings that {@link #check} asks for. */
    public static final List<Class<?>> MAPPINGS = List.of(BrokerConfig.class, MtlsConfig.class);

    private static final long MOST_TICKETS = 1_000_000;
    /** Room for some hundred tickets, below which a cache is of no use. */
    private static final long LEAST_BYTES = 1_000_000;

    private static final Duration LONGEST_NOTICE = Duration.ofMinutes(10);

    private final StartupFaults faults;
    private final SettingReader reader;

    private BrokerSettingsReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    /** Looks before the start: adds every fault there is. */
    public static void check(SmallRyeConfig config, StartupFaults faults) {
        var _ = read(config.getConfigMapping(BrokerConfig.class), config.getConfigMapping(MtlsConfig.class), faults);
    }

    /** The settings; empty, and at least one fault more, if anything is wrong. */
    public static Optional<BrokerSettings> read(BrokerConfig config, MtlsConfig mtls, StartupFaults faults) {
        return new BrokerSettingsReader(faults).read(config, mtls);
    }

    private Optional<BrokerSettings> read(BrokerConfig config, MtlsConfig mtlsConfig) {
        var domainsReader = new DomainsReader(faults);
        Map<Realm, ControllerSource> domains = domainsReader.domains(config.domains());
        Map<String, Realm> suffixes = domainsReader.suffixes(config.upnSuffixes(), domains);
        Optional<ServiceAccountSettings> account = new ServiceAccountReader(faults)
                .read(config.serviceAccount(), enctypes(config.kerberos()), domains, domainsReader);
        List<Caller> callers = new CallersReader(faults).read(config.callers());
        Optional<LoadedTrust> trust =
                new ClientTrustReader(faults, Clock.systemUTC()).read(config.clientCertificates());
        IssuerRules issuerRules =
                new IssuerRulesReader(faults).read(config.clientCertificates().issuers());
        Optional<SidPolicy> sidPolicy = new IdentityReader(faults).sidPolicy(config.identity());
        Optional<MappingSettings> mapping =
                new CertificateMappingReader(faults).read(config.certificateMapping(), account);
        Optional<MtlsSettings> mtls = MtlsSettings.read(mtlsConfig, Clock.systemUTC(), faults);
        Optional<KdcTimeouts> timeouts = new KdcTimeoutsReader(faults).read(config.kdc());
        Optional<RequestRate> rate = new RequestRateReader(faults).read(config.kdc());
        Optional<Boolean> fromCn =
                reader.flag("kcd.identity.from-subject-cn", config.identity().fromSubjectCn());
        Optional<Boolean> accountNames = reader.flag(
                "kcd.identity.upn-is-account-name", config.identity().upnIsAccountName());
        Optional<Long> maxTickets =
                reader.number("kcd.tickets.max-cached", config.tickets().maxCached(), 1, MOST_TICKETS);
        Optional<Long> maxBytes = reader.number(
                "kcd.tickets.max-bytes",
                config.tickets().maxBytes().orElse(Long.toString(quarterOfTheHeap())),
                LEAST_BYTES,
                Long.MAX_VALUE);
        Optional<Duration> skew = reader.duration(
                "kcd.tickets.skew", config.tickets().skew(), Duration.ofSeconds(1), Duration.ofMinutes(30));
        // The framework obeys it: application.properties.
        var _ = reader.duration("kcd.drain.notice", config.drain().notice(), Duration.ZERO, LONGEST_NOTICE);
        Optional<RevocationSettings> revocation = new RevocationReader(faults).read(config.revocation());
        Optional<TracingSettings> tracing = TracingSettings.read(config.tracing(), faults);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BrokerSettings(
                account.orElseThrow(),
                domains,
                suffixes,
                fromCn.orElseThrow(),
                accountNames.orElseThrow(),
                callers,
                trust.orElseThrow(),
                issuerRules,
                sidPolicy.orElseThrow(),
                mapping,
                mtls.orElseThrow(),
                revocation,
                timeouts.orElseThrow(),
                rate.orElseThrow(),
                Math.toIntExact(maxTickets.orElseThrow()),
                maxBytes.orElseThrow(),
                skew.orElseThrow(),
                tracing));
    }

    private PermittedEnctypes enctypes(BrokerConfig.Kerberos config) {
        boolean rc4 = reader.flag("kcd.kerberos.allow-rc4", config.allowRc4()).orElse(false);
        return rc4 ? PermittedEnctypes.AES_AND_RC4 : PermittedEnctypes.AES_ONLY;
    }

    /** Two kinds of tickets fill half of it at most. */
    private static long quarterOfTheHeap() {
        return Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4);
    }
}
