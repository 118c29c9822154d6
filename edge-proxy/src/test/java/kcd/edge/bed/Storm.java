package kcd.edge.bed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Phone.Reply;
import kcd.pki.workshop.Credential;

/// Many devices that do whatever devices do, all at once, and look whose answers they get.
///
/// Each identity lives on a thread of its own with a random sequence of its own: connections of either protocol, one to
/// eight requests at a time on each, answered, challenged, refused once, given up, broken off, left half-closed.
public final class Storm {
    private static final int MAX_TROUBLES = 20;
    private static final int SECONDS_FOR_A_BATCH = 120;

    private final EdgeBed bed;
    private final int port;
    private final Vertx vertx;
    private final long seed;
    private final AtomicLong left;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final Queue<String> foreign = new ConcurrentLinkedQueue<>();

    /// @param requests how many to send, all devices together
    public Storm(EdgeBed bed, int edgePort, Vertx vertx, long seed, long requests) {
        this.bed = bed;
        this.port = edgePort;
        this.vertx = vertx;
        this.seed = seed;
        this.left = new AtomicLong(requests);
    }

    /// Sends them all.
    public void run(int identities) throws InterruptedException {
        List<Thread> lives = IntStream.range(0, identities)
                .mapToObj(i -> Thread.ofVirtual().start(() -> live("user-" + i, new Random(seed + i))))
                .toList();
        for (Thread life : lives) {
            life.join();
        }
    }

    /// Answers that were somebody else's, or nobody's.
    public List<String> foreign() {
        return foreign.stream().limit(MAX_TROUBLES).toList();
    }

    /// Requests that were answered by the upstream.
    public long answered() {
        return answered.get();
    }

    /// Requests that were still waiting after two minutes.
    public long unanswered() {
        return unanswered.get();
    }

    @Override
    public String toString() {
        return answered + " answered, " + unavailable + " told to come back, " + broken + " broken off, "
                + unanswered + " not answered in time, "
                + foreign.size() + " foreign; seed " + seed;
    }

    private void live(String name, Random random) {
        Credential credential = bed.device(name);
        Credential.PemFiles files = credential.writePem(bed.directory(), name);
        try (TestDevice raw = new TestDevice(credential, bed.serviceTrust(), port, HttpClient.Version.HTTP_1_1)) {
            while (left.get() > 0) {
                HttpVersion version = random.nextBoolean() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1;
                int together = 1 + random.nextInt(8);
                try (Phone phone = new Phone(vertx, files, bed.serviceTrust(), port, version, together)) {
                    boolean verbose = !phone.isPipelined() || random.nextBoolean();
                    boolean silent = !phone.isPipelined() || !verbose;
                    for (int i = 40 + random.nextInt(200); i > 0 && left.get() > 0; i -= together) {
                        batch(phone, name, together, random, verbose, silent);
                    }
                }
                roughly(raw, name, random);
            }
        } catch (RuntimeException e) {
            foreign.add(name + " ended: " + e);
        }
    }

    /// @param verbose whether it sends long bodies
    /// @param silent whether it asks what is never answered. With long bodies behind it such a connection
    ///     is not read, and its end not seen before the answer
    private void batch(Phone phone, String name, int together, Random random, boolean verbose, boolean silent) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < together; i++) {
            all.add(act(phone, name, random, verbose, silent));
        }
        for (Future<?> one : all) {
            try {
                one.toCompletionStage().toCompletableFuture().get(SECONDS_FOR_A_BATCH, TimeUnit.SECONDS);
            } catch (ExecutionException _) {
                broken.incrementAndGet(); // By this very device: what it gives up takes its neighbours along.
            } catch (TimeoutException | InterruptedException _) {
                unanswered.incrementAndGet();
            }
        }
    }

    private Future<?> act(Phone phone, String name, Random random, boolean verbose, boolean silent) {
        left.decrementAndGet();
        String nonce = name + "/" + random.nextInt();
        return switch (random.nextInt(40)) {
            case 0, 1 -> expect(phone, name, "/eas/once-denied?" + nonce, nonce);
            case 2, 3 -> expect(phone, name, "/challenge/x", nonce);
            case 4, 5, 6 -> expect(phone, name, "/strict/x", nonce);
            case 7 -> expect(phone, name, "/strict/x", nonce + "x".repeat(random.nextInt(verbose ? 200_000 : 5_000)));
            case 8 ->
                random.nextInt(4) > 0 || !silent
                        ? expect(phone, name, "/eas/x", nonce)
                        : phone.abandon("/eas/silent", vertx, 1 + random.nextInt(30));
            case 9 ->
                random.nextInt(4) > 0
                        ? expect(phone, name, "/eas/x", nonce)
                        : phone.abandon("/eas/download/300000", vertx, 1 + random.nextInt(5));
            case 10 -> random.nextInt(4) > 0 ? expect(phone, name, "/eas/x", nonce) : phone.post("/eas/break", nonce);
            default -> expect(phone, name, "/eas/x", nonce);
        };
    }

    private Future<Reply> expect(Phone phone, String name, String path, String body) {
        return phone.post(path, body).onSuccess(reply -> {
            if (reply.status() == 503) {
                unavailable.incrementAndGet();
            } else if (reply.status() == 200
                    && reply.user().equals(name)
                    && reply.body().equals(body)) {
                answered.incrementAndGet();
            } else {
                foreign.add(path + ": " + name + " got " + reply.status() + " as " + reply.user());
            }
        });
    }

    /// What an HTTP client would not do: leave in the middle, close one half, send everything at once.
    private void roughly(TestDevice device, String name, Random random) {
        try (SSLSocket socket = device.socket()) {
            int kind = random.nextInt(3);
            String request = switch (kind) {
                case 0 -> "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf";
                case 1 -> "GET /eas/download/1000000 HTTP/1.1\r\nHost: x\r\n\r\n";
                default ->
                    "POST /eas/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none"
                            + "GET /strict/2 HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "POST /eas/3 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthree";
            };
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (kind == 2) {
                pipelined(name, new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
            } else if (random.nextBoolean()) {
                socket.shutdownOutput();
            } else {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException _) {
            broken.incrementAndGet();
        }
    }

    private void pipelined(String name, String answer) {
        List<String> users = answer.lines()
                .filter(line -> line.startsWith("X-Connection-User: "))
                .map(line -> line.substring("X-Connection-User: ".length()))
                .toList();
        answered.addAndGet(users.size());
        if (!users.stream().allMatch(name::equals)) {
            foreign.add("pipelined: " + name + " was answered as " + users);
        }
    }
}
