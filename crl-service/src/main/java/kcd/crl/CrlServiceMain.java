package kcd.crl;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import kcd.crl.config.CrlConfig;
import kcd.crl.config.CrlSettings;
import kcd.service.MtlsConfig;
import kcd.service.ServiceStart;

/** The process: checks the configuration, then starts. */
@QuarkusMain
public final class CrlServiceMain {

    private CrlServiceMain() {}

    public static void main(String... args) {
        ServiceStart.requireSound("crl-service", List.of(CrlConfig.class, MtlsConfig.class), CrlSettings::check);
        Quarkus.run(args);
    }
}
