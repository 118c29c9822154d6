package kcd.preflight;

import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import kcd.broker.config.BrokerConfig;
import kcd.broker.config.BrokerSettings;
import kcd.broker.config.BrokerSettingsReader;
import kcd.crl.config.CrlConfig;
import kcd.crl.config.CrlSettings;
import kcd.edge.config.EdgeConfig;
import kcd.edge.config.RouteReader;
import kcd.service.MtlsConfig;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** The services' settings by the services' own readers; each fault of them is a finding. */
final class Configuration {
    static final String CONFIGURATION = "configuration";

    private final Findings findings;

    Configuration(Findings findings) {
        this.findings = findings;
    }

    Optional<BrokerSettings> broker(String files) {
        return read(
                "ticket-broker",
                files,
                BrokerConfig.class,
                BrokerSettingsReader.MAPPINGS,
                Map.of(),
                (config, faults) -> BrokerSettingsReader.read(
                        config.getConfigMapping(BrokerConfig.class),
                        config.getConfigMapping(MtlsConfig.class),
                        faults));
    }

    /** The routes alone: the edge's own key and certificate need not be where this runs. */
    Optional<Routes> edge(String files) {
        return read(
                "edge-proxy",
                files,
                EdgeConfig.class,
                List.of(EdgeConfig.class, MtlsConfig.class),
                Map.of(),
                (config, faults) -> {
                    EdgeConfig edge = config.getConfigMapping(EdgeConfig.class);
                    boolean kerberos = new SettingReader(faults)
                            .flag("kcd.kerberos.enabled", edge.kerberos().enabled())
                            .orElse(true);
                    var routes = new Routes(new RouteReader(faults).read(edge.routes(), kerberos), kerberos);
                    return faults.isEmpty() ? Optional.of(routes) : Optional.empty();
                });
    }

    /** With another folder, since the service's own is the service's. */
    Optional<CrlSettings> crl(String files, Path folder) {
        return read(
                "crl-service",
                files,
                CrlConfig.class,
                List.of(CrlConfig.class, MtlsConfig.class),
                Map.of("kcd.crl.directory", folder.toString()),
                (config, faults) -> CrlSettings.read(config.getConfigMapping(CrlConfig.class), faults));
    }

    private <T> Optional<T> read(
            String service,
            String files,
            Class<?> config,
            List<Class<?>> mappings,
            Map<String, String> overrides,
            BiFunction<SmallRyeConfig, StartupFaults, Optional<T>> reader) {
        var faults = new StartupFaults();
        Optional<T> settings = ServiceFiles.read(files, config, mappings, overrides, faults)
                .flatMap(read -> reader.apply(read, faults));
        if (settings.isPresent()) {
            findings.ok(CONFIGURATION, service, "");
        }
        faults.all()
                .forEach(fault -> findings.wrong(
                        CONFIGURATION,
                        service,
                        fault.key() + (fault.shown().isEmpty() ? " " : " = " + fault.shown() + " ") + fault.problem(),
                        fault.fix()));
        return settings;
    }
}
