package kcd.lab.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import kcd.lab.forest.DemoForest;
import kcd.lab.twin.GatewaySettings;
import kcd.lab.upstream.ExchangeJournal;

/// Synchronises without end. Every third phone speaks HTTP/2; every fourth connects anew for each request, as phones do
/// that wake up.
final class Phone implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int SPEAKS_HTTP_2 = 3;
    private static final int CONNECTS_ANEW = 4;
    private static final int OK = 200;

    private final int number;
    private final URI uri;
    private final SSLContext tls;
    private final LoadCount count;
    private final PrintStream out;

    Phone(int number, URI gateway, SSLContext tls, LoadCount count, PrintStream out) {
        this.number = number;
        this.uri = gateway.resolve(
                GatewaySettings.ROUTE_PATH + "?Cmd=FolderSync&User=phone&DeviceId=load" + number + "&DeviceType=load");
        this.tls = tls;
        this.count = count;
        this.out = out;
    }

    @Override
    public void run() {
        HttpClient client = connect();
        try {
            while (true) {
                synchronise(client);
                Thread.sleep(PAUSE);
                if (number % CONNECTS_ANEW == 0) {
                    client.close();
                    client = connect();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.shutdownNow();
        }
    }

    private void synchronise(HttpClient client) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofByteArray(new byte[64]))
                .header(ExchangeJournal.EXPECTED_USER, "alice@" + DemoForest.ROOT)
                .timeout(TIMEOUT)
                .build();
        try {
            int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
            if (status == OK) {
                count.served();
            } else {
                failed("HTTP " + status);
            }
        } catch (IOException e) {
            failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void failed(String how) {
        count.failed();
        out.println("FAILED " + Instant.now() + " phone " + number + ": " + how);
    }

    private HttpClient connect() {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(number % SPEAKS_HTTP_2 == 0 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }
}
