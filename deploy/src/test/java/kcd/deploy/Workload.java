package kcd.deploy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Deployment, a Job or a bare Pod. */
record Workload(Tree object) {

    String name() {
        return object.at("metadata", "name").text();
    }

    /** Of its pods. */
    Map<String, String> labels() {
        return template().at("metadata", "labels").map();
    }

    Tree spec() {
        return template().at("spec");
    }

    private Tree template() {
        return object.at("kind").text().equals("Pod") ? object : object.at("spec", "template");
    }

    Stream<Tree> containers() {
        return Stream.concat(
                spec().at("containers").each(), spec().at("initContainers").each());
    }

    Set<String> portNames() {
        return containers()
                .flatMap(container -> container.at("ports").each())
                .map(port -> port.at("name").text())
                .collect(Collectors.toSet());
    }

    Set<String> secrets() {
        return spec().at("volumes")
                .each()
                .flatMap(volume -> volume.at("secret", "secretName").find().stream())
                .collect(Collectors.toSet());
    }

    Set<String> configMaps() {
        return spec().at("volumes")
                .each()
                .flatMap(volume -> volume.at("configMap", "name").find().stream())
                .collect(Collectors.toSet());
    }

    boolean isSelectedBy(Map<String, String> selector) {
        return !selector.isEmpty() && labels().entrySet().containsAll(selector.entrySet());
    }

    @Override
    public String toString() {
        return name();
    }
}
