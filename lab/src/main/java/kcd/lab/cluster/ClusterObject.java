package kcd.lab.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A Secret or a ConfigMap made of files.
///
/// @param files by the key they have in the object; keys and name are ours and need no escaping
record ClusterObject(Kind kind, String name, Map<String, Path> files) {

    /// Both hold files; who may read them differs.
    enum Kind {
        SECRET("Secret", "secrets", "data"),
        CONFIG_MAP("ConfigMap", "configmaps", "binaryData");

        private final String kind;
        private final String resource;
        private final String field;

        Kind(String kind, String resource, String field) {
            this.kind = kind;
            this.resource = resource;
            this.field = field;
        }

        /// As it is written in a URL of the API.
        String resource() {
            return resource;
        }
    }

    ClusterObject {
        files = Map.copyOf(files);
    }

    /// The whole object, as the API wants it.
    String json() throws IOException {
        Map<String, String> data = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            byte[] encoded = Base64.getEncoder().encode(Files.readAllBytes(file.getValue()));
            data.put(file.getKey(), new String(encoded, StandardCharsets.US_ASCII));
        }
        return """
                {"apiVersion": "v1", "kind": "%s", "metadata": {"name": "%s"}, "%s": {%s}}""".formatted(
                        kind.kind,
                        name,
                        kind.field,
                        data.entrySet().stream()
                                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                                .collect(Collectors.joining(", ")));
    }
}
