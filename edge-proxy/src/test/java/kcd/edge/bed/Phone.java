package kcd.edge.bed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.function.Supplier;
import kcd.pki.workshop.Credential;

/// A device that costs little, for tests with very many requests: one connection, many requests at a time on it.
public final class Phone implements AutoCloseable {
    private final HttpClient client;
    private final Context context;
    private final int port;
    private final boolean pipelined;

    /// @param together how many requests may be under way: multiplexed in HTTP/2, pipelined in HTTP/1.1
    public Phone(Vertx vertx, Credential.PemFiles identity, Path trust, int port, HttpVersion version, int together) {
        this.context = vertx.getOrCreateContext();
        this.port = port;
        this.pipelined = version == HttpVersion.HTTP_1_1 && together > 1;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setSslEngineOptions(new OpenSSLEngineOptions())
                .setUseAlpn(true)
                .setProtocolVersion(version)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(identity.certificate().toString())
                        .addKeyPath(identity.privateKey().toString()))
                .setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()))
                .setMaxPoolSize(1)
                .setHttp2MaxPoolSize(1)
                .setHttp2MultiplexingLimit(together)
                .setPipelining(together > 1)
                .setPipeliningLimit(together)
                .setVerifyHost(true));
    }

    /// Whether one request waits for the answer to another.
    public boolean isPipelined() {
        return pipelined;
    }

    /// What came back for a request.
    public record Reply(int status, String user, String body) {}

    public Future<Reply> post(String path, String body) {
        return onContext(() -> client.request(HttpMethod.POST, port, "localhost", path)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> response.body()
                        .map(bytes -> new Reply(
                                response.statusCode(),
                                String.valueOf(response.getHeader("X-Connection-User")),
                                bytes.toString()))));
    }

    /// Asks, and gives up before an answer is complete.
    public Future<Void> abandon(String path, Vertx vertx, long afterMillis) {
        return onContext(() -> client.request(HttpMethod.GET, port, "localhost", path)
                .compose(request -> {
                    request.response().onFailure(_ -> {});
                    return request.end().compose(_ -> vertx.timer(afterMillis)).<Void>map(_ -> reset(request));
                }));
    }

    /// Where its connection lives: on any other thread an answer's body may come before somebody asks for it,
    /// and is lost.
    private <T> Future<T> onContext(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(_ -> action.get().onComplete(done));
        return done.future();
    }

    private static Void reset(HttpClientRequest request) {
        request.reset(8);
        return null;
    }

    @Override
    public void close() {
        Await.result(client.close());
    }
}
