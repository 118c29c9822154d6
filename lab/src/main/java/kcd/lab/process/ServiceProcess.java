package kcd.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A packaged service as a process: `java -jar quarkus-run.jar` with a properties file, its output in a log file.
public final class ServiceProcess implements AutoCloseable {

    /// A system property that names a directory where logs are kept after their process has ended.
    public static final String LOGS_PROPERTY = "lab.service-logs";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    /// A service drains its connections first. One that records for an AOT cache then writes what it saw, which takes
    /// a busy machine longer than that.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final Path log;
    private final URI readiness;

    private ServiceProcess(String name, Process process, Path log, URI readiness) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.readiness = readiness;
    }

    /// Starts a service, ready or not.
    ///
    /// @param home the project's directory
    /// @param name the service's folder, `edge-proxy`
    /// @param directory where its configuration and its log go
    /// @param settings its configuration; must have `quarkus.management.port`
    public static ServiceProcess start(Path home, String name, Path directory, Map<String, String> settings)
            throws IOException {
        return start(
                name,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        jar(home, name).toString()),
                directory,
                settings);
    }

    /// Starts a service by a command of one's own, an image's for example; `SMALLRYE_CONFIG_LOCATIONS` names the
    /// configuration.
    public static ServiceProcess start(String name, List<String> command, Path directory, Map<String, String> settings)
            throws IOException {
        Path configuration = Files.writeString(
                directory.resolve(name + ".properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", configuration.toString());
        URI readiness = URI.create("http://127.0.0.1:" + settings.get("quarkus.management.port") + "/q/health/ready");
        return new ServiceProcess(name, builder.start(), log, readiness);
    }

    /// What the service's build leaves behind.
    public static Path jar(Path home, String name) {
        return home.resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    /// For who measures it.
    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Only of a process that has ended.
    public int exitCode() {
        return process.exitValue();
    }

    /// Waits until the service says it is ready.
    ///
    /// @throws ServiceStartException if it ends before, or takes too long
    public void awaitReady(Duration timeout) throws ServiceStartException, InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build()) {
            while (!isReady(client)) {
                if (!isAlive()) {
                    throw new ServiceStartException(name + " ended with exit code " + exitCode(), log);
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new ServiceStartException(name + " is not ready after " + timeout.toSeconds() + " s", log);
                }
                Thread.sleep(POLL);
            }
        }
    }

    private boolean isReady(HttpClient client) throws InterruptedException {
        try {
            HttpRequest probe =
                    HttpRequest.newBuilder(readiness).timeout(PROBE_TIMEOUT).build();
            return client.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notListeningYet) {
            return false;
        }
    }

    /// Waits for the process to end by itself, as one does that refuses its configuration.
    public boolean awaitExit(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Asks the process to end: SIGTERM.
    public void terminate() {
        process.destroy();
    }

    /// Asks the process to end, and makes it if it does not.
    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        keepLog();
    }

    private void keepLog() {
        String kept = System.getProperty(LOGS_PROPERTY);
        if (kept == null) {
            return;
        }
        try {
            Path directory = Files.createDirectories(Path.of(kept));
            Files.copy(
                    log, directory.resolve(name + "-" + process.pid() + ".log"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
