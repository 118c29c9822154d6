package kcd.edge.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import kcd.pki.workshop.Credential;

/// `openssl s_server -www`: an upstream that answers any GET with what it saw of the TLS handshake, such as
/// "New, TLSv1.3" or "Reused, TLSv1.3".
public final class OpenSslServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    /// What it says once it accepts, on the port that the system gave it.
    private static final Pattern ACCEPTS = Pattern.compile("(?m)^ACCEPT .*:([0-9]+)$");

    private final Process process;
    private final Path said;
    private final int port;

    /// @param options such as `-tls1_2`
    public OpenSslServer(Path directory, Credential identity, String... options) throws IOException {
        Credential.PemFiles files = identity.writePem(directory, "openssl-server");
        said = directory.resolve("openssl-server.log");
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-www", "-accept", "127.0.0.1:0"));
        command.addAll(List.of("-cert", files.certificate().toString()));
        command.addAll(List.of("-key", files.privateKey().toString()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Await.until("openssl accepts", START, () -> whereItAccepts().isPresent());
        port = whereItAccepts().orElseThrow();
    }

    public int port() {
        return port;
    }

    private Optional<Integer> whereItAccepts() {
        try {
            return ACCEPTS.matcher(Files.readString(said))
                    .results()
                    .map(line -> Integer.valueOf(line.group(1)))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
