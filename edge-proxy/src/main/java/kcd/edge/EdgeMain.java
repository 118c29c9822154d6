package kcd.edge;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import java.security.Security;
import java.time.Clock;
import java.util.List;
import kcd.edge.config.EdgeConfig;
import kcd.edge.config.SettingsCheck;
import kcd.edge.tls.TlsFront;
import kcd.service.MtlsConfig;
import kcd.service.ServiceStart;
import kcd.service.StartupFaults;

/// Starts the edge, or says everything that keeps it from starting.
@QuarkusMain
public final class EdgeMain {
    /// The JVM would remember every answer of the name server for half a minute, while the brokers behind a headless
    /// service are looked up every ten seconds. Asked for once, before the first name is.
    private static final String NAMES_REMEMBERED_SECONDS = "5";

    private EdgeMain() {}

    public static void main(String... args) {
        Security.setProperty("networkaddress.cache.ttl", NAMES_REMEMBERED_SECONDS);
        ServiceStart.requireSound("edge-proxy", List.of(EdgeConfig.class, MtlsConfig.class), EdgeMain::check);
        Quarkus.run(args);
    }

    static void check(SmallRyeConfig config, StartupFaults faults) {
        TlsFront.whyUnavailable()
                .ifPresent(why -> faults.add("platform", "", why, "run on linux-x86_64 with the jars of the build"));
        new SettingsCheck(faults, Clock.systemUTC())
                .check(config.getConfigMapping(EdgeConfig.class), config.getConfigMapping(MtlsConfig.class));
    }
}
