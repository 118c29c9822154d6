package kcd.edge.bed;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import kcd.pki.workshop.Credential;

/// An upstream that, like IIS, authenticates *connections*: a token makes the connection its user's, and every later
/// request on it is answered as that user's. It requires the channel binding and refuses a token seen before.
///
/// Answers `X-Connection-User` and, to anything but the special paths, the body it was sent. Special paths, below any
/// prefix: `/download/N` bytes, `/sink`, `/break` in the middle of the answer, `/silent` never answers,
/// `/deny` always 401, `/once-denied` refuses the first token it gets for the query string, `/status/N` that status,
/// `/redirect?URL` a 302 to it. A user whose mailbox is elsewhere gets 451 with X-MS-Location, whatever the path.
public final class IisLikeUpstream {
    private static final int CHUNK = 64 * 1024;

    private final Map<HttpConnection, String> users = new ConcurrentHashMap<>();
    private final Set<Long> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, String> elsewhere = new ConcurrentHashMap<>();
    private final Set<String> deniedOnce = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicLong> sent = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicInteger silent = new AtomicInteger();
    private final AtomicInteger mixUps = new AtomicInteger();
    private final boolean persistent;
    private final String spn;
    private final String binding;
    private final HttpServer server;

    /// @param spn the service whose tokens it takes
    /// @param persistent whether it keeps a connection authenticated (and says so), or wants a token every time
    IisLikeUpstream(Vertx vertx, int port, Credential identity, Path directory, String spn, boolean persistent) {
        this.persistent = persistent;
        this.spn = spn;
        this.binding = sha256(identity);
        Credential.PemFiles files = identity.writePem(directory, "upstream-" + spn.replace('/', '-') + persistent);
        server = Await.result(vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setSsl(true)
                        .setMaxHeaderSize(64 * 1024)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(files.certificate().toString())
                                .addKeyPath(files.privateKey().toString())))
                .connectionHandler(this::opened)
                .requestHandler(this::handle)
                .listen());
    }

    public int port() {
        return server.actualPort();
    }

    /// From now on this user's mailbox is on another server.
    public void move(String user, String authority) {
        elsewhere.put(user, authority);
    }

    /// Connections open now.
    public int open() {
        return open.get();
    }

    /// Connections ever made.
    public long connections() {
        return connections.get();
    }

    /// Requests held without an answer.
    public int silent() {
        return silent.get();
    }

    /// Connections that were one user's and then brought another's token.
    public int mixUps() {
        return mixUps.get();
    }

    /// Bytes of a download handed to the network so far.
    public long sent(String path, String user) {
        AtomicLong counter = sent.get(path + " " + user);
        return counter == null ? 0 : counter.get();
    }

    public void close() {
        Await.result(server.close());
    }

    private void opened(HttpConnection connection) {
        open.incrementAndGet();
        connections.incrementAndGet();
        connection.closeHandler(_ -> {
            open.decrementAndGet();
            users.remove(connection);
        });
    }

    private void handle(HttpServerRequest request) {
        Optional<String> user = authenticate(request);
        if (user.isEmpty()) {
            request.resume();
            // A token with the word no in it.
            List<String> challenges =
                    List.of(authorized(request) ? "Negotiate bm8=" : "Negotiate", "NTLM", "Basic realm=\"x\"");
            request.response().headers().add("WWW-Authenticate", challenges);
            request.response().setStatusCode(401).end("who are you?");
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader("X-Connection-User", user.get());
        if (persistent) {
            response.putHeader("Persistent-Auth", "true");
        }
        String authority = elsewhere.get(user.get());
        if (authority != null) {
            response.putHeader("X-MS-Location", "https://" + authority + "/Microsoft-Server-ActiveSync");
            request.endHandler(_ -> response.setStatusCode(451).end());
            return;
        }
        respond(request, response, user.get());
    }

    private void respond(HttpServerRequest request, HttpServerResponse response, String user) {
        String path = request.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.contains("/download/")) {
            long bytes = Long.parseLong(last);
            response.putHeader("Content-Length", Long.toString(bytes));
            AtomicLong counter = sent.computeIfAbsent(path + " " + user, _ -> new AtomicLong());
            request.endHandler(_ -> download(response, bytes, counter));
        } else if (path.contains("/status/")) {
            response.putHeader("X-MS-Credential-Service-Url", "https://passwords.example.com/");
            response.putHeader("Retry-After", "77");
            request.endHandler(
                    _ -> response.setStatusCode(Integer.parseInt(last)).end("as it is"));
        } else {
            switch (last) {
                case "sink" -> sink(request, response);
                case "break" -> {
                    response.putHeader("Content-Length", "100000").write(Buffer.buffer(new byte[1000]));
                    request.endHandler(_ -> request.connection().close());
                }
                case "redirect" -> {
                    response.setStatusCode(302).putHeader("Location", request.query());
                    request.endHandler(_ -> response.end());
                }
                case "silent" -> silent.incrementAndGet();
                case "headers" ->
                    request.endHandler(_ -> response.end(request.headers().toString()));
                default ->
                    request.body().onSuccess(body -> response.end(body.length() > 0 ? body : Buffer.buffer(user)));
            }
        }
    }

    private Optional<String> authenticate(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (request.path().endsWith("/deny")) {
            return Optional.empty();
        }
        if (authorization == null) {
            return persistent ? Optional.ofNullable(users.get(request.connection())) : Optional.empty();
        }
        Optional<TestToken> token = TestToken.fromAuthorization(authorization)
                .filter(t -> t.spn().equals(spn))
                .filter(t -> t.binding().equals(binding))
                .filter(t -> seen.add(t.number()));
        if (request.path().endsWith("/once-denied") && deniedOnce.add(request.query())) {
            return Optional.empty();
        }
        token.ifPresent(t -> {
            claim(request.connection(), t.user());
            if (!request.path().endsWith("/unproven")) {
                byte[] proof = TestToken.proof(t.handle()).toByteArray();
                request.response()
                        .putHeader(
                                "WWW-Authenticate",
                                "Negotiate " + Base64.getEncoder().encodeToString(proof));
            }
        });
        return token.map(TestToken::user);
    }

    private static boolean authorized(HttpServerRequest request) {
        return request.getHeader("Authorization") != null;
    }

    private void claim(HttpConnection connection, String user) {
        String before = users.put(connection, user);
        if (before != null && !before.equals(user)) {
            mixUps.incrementAndGet();
        }
    }

    private static void sink(HttpServerRequest request, HttpServerResponse response) {
        AtomicLong received = new AtomicLong();
        request.handler(chunk -> received.addAndGet(chunk.length()));
        request.endHandler(_ -> response.end(Long.toString(received.get())));
    }

    /// Each chunk waits until the one before is with the network, so that the counter says what the edge let through.
    private static void download(HttpServerResponse response, long left, AtomicLong counter) {
        if (left == 0) {
            response.end();
            return;
        }
        int size = (int) Math.min(CHUNK, left);
        response.write(Buffer.buffer(new byte[size])).onSuccess(_ -> {
            counter.addAndGet(size);
            download(response, left - size, counter);
        });
    }

    private static String sha256(Credential identity) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(identity.certificate().getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
