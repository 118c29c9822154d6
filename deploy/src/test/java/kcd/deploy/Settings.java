package kcd.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What a service reads in an overlay: the files of its ConfigMap that its SMALLRYE_CONFIG_LOCATIONS names. */
final class Settings {

    private static final String MOUNTED_AT = "/etc/kcd/config/";

    private Settings() {}

    static Map<String, String> of(Overlay overlay, Workload service) {
        String name = service.configMaps().stream()
                .filter(configMap -> configMap.startsWith(service.name() + "-"))
                .findFirst()
                .orElseThrow();
        Map<String, String> files =
                overlay.find("ConfigMap", name).orElseThrow().at("data").map();
        String locations = service.containers()
                .flatMap(container -> container.at("env").each())
                .filter(variable -> variable.at("name").text().equals("SMALLRYE_CONFIG_LOCATIONS"))
                .map(variable -> variable.at("value").text())
                .findFirst()
                .orElseThrow();
        Map<String, String> settings = new TreeMap<>();
        for (String location : locations.split(",")) {
            String file = location.substring(MOUNTED_AT.length());
            assertThat(files).containsKey(file);
            properties(files.get(file))
                    .forEach((key, value) -> assertThat(settings.put(key, value))
                            .as("%s is in one of the files only", key)
                            .isNull());
        }
        return settings;
    }

    static Map<String, String> properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        return settings;
    }
}
