package kcd.service;

import io.quarkus.runtime.configuration.RuntimeConfigBuilder;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.PrintStream;
import java.util.List;

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

    private ServiceStart() {}

    /** Looks at a configuration and adds what is wrong with it. */
    @FunctionalInterface
    public interface Check {
        void check(SmallRyeConfig config, StartupFaults faults);
    }

    /**
     * Returns if the configuration is sound; otherwise prints the faults and ends the process.
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
    }

    /** Every fault of the configuration that this process was given. */
    public static StartupFaults faults(List<Class<?>> mappings, Check check) {
        StartupFaults faults = new StartupFaults();
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withCustomizers(new RuntimeConfigBuilder())
                .addDiscoveredInterceptors()
                .addDiscoveredSources();
        mappings.forEach(builder::withMapping);
        try {
            check.check(builder.build(), faults);
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                faults.add(
                        "configuration", "", e.getProblem(i).getMessage(), "correct or remove the setting named here");
            }
        }
        return faults;
    }

    static void print(String service, StartupFaults faults, PrintStream out) {
        List<String> lines = faults.lines();
        out.println(service + " does not start: " + lines.size() + (lines.size() == 1 ? " fault" : " faults")
                + " in its configuration");
        lines.forEach(line -> out.println("  " + line));
        out.flush();
    }
}
