package kcd.preflight;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.service.StartupFaults;

/** A service's configuration from the files that it is started with; the environment is another process's. */
final class ServiceFiles {
    /** As SmallRye gives files that SMALLRYE_CONFIG_LOCATIONS names, so that only the service's own file is below. */
    private static final int OWN_ORDINAL = 50;

    /** The files are as strong as what names them. */
    private static final int LOCATIONS_ORDINAL = 500;

    private static final int OVERRIDE_ORDINAL = 1000;
    private static final String LOCATIONS = "smallrye.config.locations";

    private ServiceFiles() {}

    /**
     * Reads the files.
     *
     * @param locations as in {@code SMALLRYE_CONFIG_LOCATIONS}: several separated by commas
     * @param service a class of the service, whose own defaults and aliases lie beside it
     * @param overrides settings that this place needs otherwise
     */
    static Optional<SmallRyeConfig> read(
            String locations,
            Class<?> service,
            List<Class<?>> mappings,
            Map<String, String> overrides,
            StartupFaults faults) {
        try {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(
                            new PropertiesConfigSource(Map.of(LOCATIONS, locations), "locations", LOCATIONS_ORDINAL))
                    .withSources(new PropertiesConfigSource(overrides, "preflight", OVERRIDE_ORDINAL))
                    .withSources(new PropertiesConfigSource(ownSettings(service), OWN_ORDINAL))
                    .withSources(new PropertiesLocationConfigSourceFactory());
            mappings.forEach(builder::withMapping);
            return Optional.of(builder.build());
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                faults.add(
                        "configuration", "", e.getProblem(i).getMessage(), "correct or remove the setting named here");
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            faults.add("configuration", locations, "cannot be read: " + e.getMessage(), "name the service's files");
        }
        return Optional.empty();
    }

    private static URL ownSettings(Class<?> service) throws IOException {
        URI home = URI.create(
                service.getProtectionDomain().getCodeSource().getLocation().toString());
        return home.getPath() != null && home.getPath().endsWith(".jar")
                ? URI.create("jar:" + home + "!/application.properties").toURL()
                : home.resolve("application.properties").toURL();
    }
}
