package kcd.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** An overlay as {@code kubectl kustomize} renders it. */
record Overlay(String name, List<Tree> objects) {

    /** deploy/ */
    static final Path HOME = Path.of("").toAbsolutePath();

    static final List<String> NAMES = List.of("demo", "demo-preflight", "production", "test");

    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    static Overlay of(String name) {
        return RENDERED.computeIfAbsent(name, Overlay::render);
    }

    /** Monitoring and all: what a site may put together. */
    static Stream<Overlay> all() {
        return NAMES.stream().map(Overlay::of);
    }

    private static Overlay render(String name) {
        return new Overlay(name, kustomize(HOME.resolve("k8s/overlays").resolve(name)));
    }

    static List<Tree> kustomize(Path directory) {
        try {
            Path errors = Files.createTempFile("kustomize", ".log");
            Process process = new ProcessBuilder(
                            HOME.resolve("kubectl.sh").toString(), "kustomize", directory.toString())
                    .redirectError(errors.toFile())
                    .start();
            String yaml;
            try (InputStream out = process.getInputStream()) {
                yaml = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException("kustomize " + directory + ": " + Files.readString(errors));
            }
            Files.delete(errors);
            return parse(yaml);
        } catch (IOException e) {
            throw new IllegalStateException("kustomize " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static List<Tree> parse(String yaml) {
        Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml);
        return StreamSupport.stream(documents.spliterator(), false)
                .filter(document -> document != null)
                .map(Tree::new)
                .toList();
    }

    Stream<Tree> kind(String... kinds) {
        return objects.stream()
                .filter(object -> List.of(kinds).contains(object.at("kind").text()));
    }

    Optional<Tree> find(String kind, String name) {
        return kind(kind)
                .filter(object -> object.at("metadata", "name").text().equals(name))
                .findFirst();
    }

    /** Whatever makes pods. */
    Stream<Workload> workloads() {
        return kind("Deployment", "Pod", "Job").map(Workload::new);
    }

    /** The three services of the gateway; the lab and the load are no part of it, and preflight is no service. */
    Stream<Workload> services() {
        return kind("Deployment")
                .map(Workload::new)
                .filter(workload -> "kcd-gateway".equals(workload.labels().get("app.kubernetes.io/part-of")));
    }

    @Override
    public String toString() {
        return name;
    }
}
