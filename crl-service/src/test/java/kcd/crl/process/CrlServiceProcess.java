package kcd.crl.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own, which can be killed as an outage kills it. */
final class CrlServiceProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final Thread logging;
    private final Path log;

    private CrlServiceProcess(Process process, Thread logging, Path log) {
        this.process = process;
        this.logging = logging;
        this.log = log;
    }

    /** Starts it; {@code shell} goes before, in the same shell, such as a limit. */
    static CrlServiceProcess start(Map<String, String> settings, Path log, String shell) throws IOException {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        settings.forEach((key, value) -> java.add("-D" + key + "=" + value));
        java.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        List<String> command = new ArrayList<>(List.of("bash", "-c", shell + " exec \"$@\"", "bash"));
        command.addAll(java);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        Thread logging = Thread.ofVirtual().start(() -> copy(process, log));
        return new CrlServiceProcess(process, logging, log);
    }

    /** Our side writes the log, so that a limit on the service's files is none on its words. */
    private static void copy(Process process, Path log) {
        try (var out = Files.newOutputStream(log)) {
            process.getInputStream().transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said so far; all of it, once it has ended by itself. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a node that loses its power ends it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The exit code, once it has ended by itself and its last words are in the log. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + log());
        }
        logging.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
