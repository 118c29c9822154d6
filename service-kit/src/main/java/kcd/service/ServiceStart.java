package kcd.service;

import io.quarkus.runtime.configuration.RuntimeConfigBuilder;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import kcd.service.secret.PlaintextSecrets;
import org.jboss.logging.Logger;

/**
 * Reads the configuration before the framework starts and refuses the start with every fault listed: one per line on
 * standard error, exit code 2, no stack trace.
 *
 * <p>A service's main is
 *
 * <pre>{@code
 * public static void main(String... args) {
 *     ServiceStart.requireSound("crl-service", List.of(CrlConfig.class, MtlsConfig.class), CrlSettings::check);
 *     Quarkus.run(args);
 * }
 * }</pre>
 */
public final class ServiceStart {

    /** The exit code of a service whose configuration does not let it start. */
    public static final int BAD_CONFIGURATION = 2;

    private static final Logger LOG = Logger.getLogger(ServiceStart.class);

    private ServiceStart() {}

    /** Looks at a configuration and adds what is wrong with it. */
    @FunctionalInterface
    public interface Check {
        void check(SmallRyeConfig config, StartupFaults faults);
    }

    /**
     * Returns if the configuration is sound, with its plain-text secrets encrypted in place; otherwise prints the faults and ends the process.
     *
     * @param service the name that the message starts with
     * @param mappings the {@code @ConfigMapping} interfaces that the check asks for
     */
    public static void requireSound(String service, List<Class<?>> mappings, Check check) {
        StartupFaults faults = faults(mappings, check);
        if (!faults.isEmpty()) {
            print(service, faults, System.err);
            System.exit(BAD_CONFIGURATION);
        }
        configuration(mappings, faults).ifPresent(config -> PlaintextSecrets.protect(config, LOG::warn));
    }

    /** Every fault of the configuration that this process was given; those of a service without all its jars come first, alone. */
    public static StartupFaults faults(List<Class<?>> mappings, Check check) {
        StartupFaults faults = new StartupFaults();
        Installation.check(faults);
        if (faults.isEmpty()) {
            configuration(mappings, faults).ifPresent(config -> check(config, check, faults));
        }
        return faults;
    }

    private static Optional<SmallRyeConfig> configuration(List<Class<?>> mappings, StartupFaults faults) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withCustomizers(new RuntimeConfigBuilder())
                .addDiscoveredInterceptors()
                .addDiscoveredSecretKeysHandlers()
                .addDiscoveredSources();
        mappings.forEach(builder::withMapping);
        try {
            return Optional.of(builder.build());
        } catch (ConfigValidationException e) {
            addProblems(e, faults);
        } catch (RuntimeException e) {
            // An encrypted secret without its key, or with another one. The exceptions quote names, not values.
            faults.add(
                    "configuration",
                    "",
                    "cannot be read: " + e.getMessage(),
                    "let kcd.secrets.key-file name the key that the secrets in it were encrypted with");
        }
        return Optional.empty();
    }

    private static void check(SmallRyeConfig config, Check check, StartupFaults faults) {
        try {
            check.check(config, faults);
        } catch (ConfigValidationException e) {
            addProblems(e, faults);
        }
    }

    private static void addProblems(ConfigValidationException e, StartupFaults faults) {
        for (int i = 0; i < e.getProblemCount(); i++) {
            faults.add("configuration", "", e.getProblem(i).getMessage(), "correct or remove the setting named here");
        }
    }

    static void print(String service, StartupFaults faults, PrintStream out) {
        List<String> lines = faults.lines();
        out.println(service + " does not start: " + lines.size() + (lines.size() == 1 ? " fault" : " faults")
                + " in its configuration");
        lines.forEach(line -> out.println("  " + line));
        out.flush();
    }
}
