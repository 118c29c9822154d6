package kcd.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import kcd.lab.pki.LabTls;
import kcd.pki.workshop.Credential;

/** A device with one certificate. */
final class Phone implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LONG_TIMEOUT = Duration.ofMinutes(5);

    private final HttpClient client;
    private final int edgePort;

    Phone(BedGateway gateway, Credential credential) {
        this(gateway, credential, HttpClient.Version.HTTP_1_1);
    }

    Phone(BedGateway gateway, Credential credential, HttpClient.Version version) {
        this.edgePort = gateway.edgePort();
        this.client = HttpClient.newBuilder()
                .sslContext(LabTls.client(
                        Optional.of(credential), gateway.pki().servers().certificate()))
                .version(version)
                .connectTimeout(TIMEOUT)
                .build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return client.send(request(path).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    }

    /** At any path of the edge, by any method. */
    HttpResponse<String> send(String method, String path, byte[] body) throws IOException, InterruptedException {
        return stream(method, path, BodyPublishers.ofByteArray(body), BodyHandlers.ofString());
    }

    /** The same with bodies that are never in memory as a whole. */
    <T> HttpResponse<T> stream(
            String method, String path, HttpRequest.BodyPublisher body, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + edgePort + path))
                .timeout(LONG_TIMEOUT)
                .method(method, body)
                .build();
        return client.send(request, handler);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + edgePort + BedGateway.WEB_PATH + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Basic Zm9yZ2VkOmZvcmdlZA==")
                .header("X-Remote-User", "administrator");
    }

    @Override
    public void close() {
        client.close();
    }
}
