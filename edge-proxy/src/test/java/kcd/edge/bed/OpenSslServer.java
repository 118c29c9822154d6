package kcd.edge.bed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kcd.pki.workshop.Credential;

/// `openssl s_server -www`: an upstream that answers any GET with what it saw of the TLS handshake, such as "New,
/// TLSv1.3"
/// or "Reused, TLSv1.3".
public final class OpenSslServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    /// @param options such as `-tls1_2`
    public OpenSslServer(Path directory, Credential identity, String... options) throws IOException {
        Credential.PemFiles files = identity.writePem(directory, "openssl-server");
        port = free();
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-www", "-quiet"));
        command.addAll(List.of("-accept", "127.0.0.1:" + port));
        command.addAll(List.of("-cert", files.certificate().toString()));
        command.addAll(List.of("-key", files.privateKey().toString()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("openssl-server.log").toFile())
                .start();
        Await.until("openssl accepts", START, this::accepts);
    }

    public int port() {
        return port;
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
