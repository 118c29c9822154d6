package kcd.edge.bed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kcd.pki.workshop.Credential;

/// A device that is OpenSSL's command, which keeps its TLS session in a file from one connection to the next.
public final class OpenSsl {
    private static final long PATIENCE_SECONDS = 30;

    private final Path directory;
    private final Path trust;
    private final Credential.PemFiles certificate;

    public OpenSsl(Path directory, Path trust, Credential certificate) {
        this.directory = directory;
        this.trust = trust;
        this.certificate = certificate.writePem(directory, "openssl-device");
    }

    /// Sends one request on a new connection and returns all that the command says, the answer included.
    ///
    /// @param options of `openssl s_client`, such as `-tls1_2` or `-sess_out FILE`
    public String get(int port, String path, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        command.addAll(List.of("-CAfile", trust.toString(), "-verify_return_error"));
        if (!List.of(options).contains("-noservername")) {
            command.addAll(List.of("-servername", "localhost"));
        }
        command.addAll(List.of("-cert", certificate.certificate().toString()));
        command.addAll(List.of("-key", certificate.privateKey().toString(), "-ign_eof"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            in.write(request.getBytes(StandardCharsets.US_ASCII));
            in.flush();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("openssl does not end: " + said);
            }
            return said;
        } catch (IOException e) {
            // It ended before it took the request: the handshake failed, and it has said why.
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } finally {
            process.destroyForcibly();
        }
    }
}
