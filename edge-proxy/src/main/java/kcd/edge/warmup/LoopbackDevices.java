package kcd.edge.warmup;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Devices that ask the edge on the loopback, each again as soon as it has its answer, until they are closed.
public final class LoopbackDevices {
    private static final Buffer BODY = Buffer.buffer(new byte[300]);
    private static final long AFTER_FAILURE_MILLIS = 100;

    private final Vertx vertx;
    private final ThrowawayCa ca;
    private final int port;
    private final List<HttpClient> clients = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean over;

    /// @param port the edge's
    public LoopbackDevices(Vertx vertx, ThrowawayCa ca, int port) {
        this.vertx = vertx;
        this.ca = ca;
        this.port = port;
    }

    /// What a device does from request to request.
    public enum Habit {
        /// Keeps its connection.
        STAYS,
        /// Several requests at a time on one connection.
        MULTIPLEXES,
        /// A connection and a full handshake each time.
        RECONNECTS,
        /// The same with its session resumed.
        RESUMES
    }

    /// So many more devices that ask for this.
    public void start(int count, Habit habit, String uri) throws GeneralSecurityException, IOException {
        HttpClient client = vertx.createHttpClient(options(habit, count));
        clients.add(client);
        for (int i = 0; i < count; i++) {
            next(client, uri);
        }
    }

    private HttpClientOptions options(Habit habit, int count) throws GeneralSecurityException, IOException {
        boolean stays = habit == Habit.STAYS || habit == Habit.MULTIPLEXES;
        return new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setUseAlpn(habit == Habit.MULTIPLEXES)
                .setProtocolVersion(habit == Habit.MULTIPLEXES ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setSslEngineOptions(new OpenSSLEngineOptions().setSessionCacheEnabled(habit == Habit.RESUMES))
                .setKeyCertOptions(ca.identity("device"))
                .setTrustOptions(ca.trust())
                .setKeepAlive(stays)
                .setMaxPoolSize(count);
    }

    private void next(HttpClient client, String uri) {
        if (over) {
            return;
        }
        client.request(HttpMethod.POST, port, ThrowawayCa.HOST, uri)
                .compose(request -> request.send(BODY))
                .compose(HttpClientResponse::body)
                .onSuccess(_ -> {
                    answered.incrementAndGet();
                    next(client, uri);
                })
                .onFailure(_ -> {
                    failed.incrementAndGet();
                    vertx.setTimer(AFTER_FAILURE_MILLIS, _ -> next(client, uri));
                });
    }

    /// Requests that were answered, well or not.
    public long answered() {
        return answered.get();
    }

    /// Requests that were not.
    public long failed() {
        return failed.get();
    }

    /// What is under way is dropped.
    public Future<?> stop() {
        over = true;
        return Future.join(clients.stream().map(HttpClient::close).toList());
    }
}
