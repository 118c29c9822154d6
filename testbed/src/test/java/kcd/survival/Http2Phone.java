package kcd.survival;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import kcd.lab.twin.GatewaySettings;

/// HTTP/2 by the JDK's client, which repeats what a GOAWAY says was not begun (RFC 9113 section 6.8), and no POST else.
final class Http2Phone implements Fleet.Phone {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final SSLContext tls;
    private final List<String> edges;
    private HttpClient client;
    private int edge;

    Http2Phone(SSLContext tls, List<String> edges) {
        this.tls = tls;
        this.edges = edges;
        this.client = client(tls);
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    @Override
    public int synchronise() throws IOException, InterruptedException {
        for (int tried = 0; ; tried++) {
            try {
                return client.send(request(), BodyHandlers.ofByteArray()).statusCode();
            } catch (ConnectException refused) {
                if (tried == edges.size()) {
                    throw refused;
                }
                edge++;
            }
        }
    }

    private HttpRequest request() {
        URI uri = URI.create("https://" + edges.get(edge % edges.size()) + ":" + Gateway.EDGE_PORT
                + GatewaySettings.ROUTE_PATH + "?Cmd=FolderSync&User=phone&DeviceId=survivor&DeviceType=test");
        return HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofByteArray(new byte[4]))
                .timeout(TIMEOUT)
                .build();
    }

    @Override
    public void hangUp() {
        client.shutdownNow();
        client = client(tls);
    }
}
