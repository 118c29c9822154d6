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
    private EdgeMain() {}

    public static void main(String... args) {
        // A broker that replaces another has an address of its own; the JDK would remember the old for half a minute.
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
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
