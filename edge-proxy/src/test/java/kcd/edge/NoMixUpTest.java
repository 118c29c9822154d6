package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.pki.workshop.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Invariant 1 against an upstream that authenticates connections, as IIS does: whatever devices do, nobody is ever
/// answered as somebody else. With one pool for all, this fails within the first dozen requests.
class NoMixUpTest {
    private static final int DEVICES = 16;
    private static final int REQUESTS_PER_DEVICE = Integer.getInteger("kcd.mixup.requests", 60);
    private static final int MAX_TROUBLES_SHOWN = 10;

    @TempDir
    Path directory;

    private final Queue<String> foreign = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();

    @Test
    void answers_nobody_as_somebody_else() throws Exception {
        try (EdgeBed bed = new EdgeBed(directory);
                TestEdge edge = new TestEdge(bed.settings());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            List<Callable<Void>> lives = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                Credential credential = bed.device("user-" + i);
                Version version = i % 2 == 0 ? Version.HTTP_1_1 : Version.HTTP_2;
                lives.add(life(bed, edge, credential, "user-" + i, version, new Random(i)));
            }
            for (Future<Void> life : threads.invokeAll(lives)) {
                life.get(5, TimeUnit.MINUTES);
            }

            // Then
            assertThat(foreign.stream().limit(MAX_TROUBLES_SHOWN)).isEmpty();
            assertThat(answered.get()).isGreaterThan(DEVICES * REQUESTS_PER_DEVICE / 2L);
            Await.until(
                    "every upstream connection ends with its device",
                    Duration.ofSeconds(30),
                    () -> bed.persistentUpstream().open() + bed.strictUpstream().open() == 0);
        }
    }

    private Callable<Void> life(
            EdgeBed bed, TestEdge edge, Credential credential, String name, Version version, Random random) {
        return () -> {
            int left = REQUESTS_PER_DEVICE;
            while (left > 0) {
                try (TestDevice device = new TestDevice(credential, bed.serviceTrust(), edge.port(), version)) {
                    int onThisConnection = Math.min(left, 5 + random.nextInt(40));
                    left -= onThisConnection;
                    for (int i = 0; i < onThisConnection; i++) {
                        act(device, name, random);
                    }
                }
            }
            return null;
        };
    }

    private void act(TestDevice device, String name, Random random) throws Exception {
        String nonce = name + "-" + random.nextInt();
        switch (random.nextInt(10)) {
            case 0 -> expect(name, "POST", () -> device.post("/eas/once-denied?" + nonce, nonce), nonce);
            case 1 -> expect(name, "challenge", () -> device.post("/challenge/x", nonce), nonce);
            case 2 -> expect(name, "strict", () -> device.post("/strict/x", nonce), nonce);
            case 3 -> together(device, name, nonce);
            case 4 -> broken(device);
            case 5 -> abort(device, random);
            case 6 -> pipelined(device, name, nonce);
            default -> expect(name, "eas", () -> device.post("/eas/x", nonce), nonce);
        }
    }

    private void expect(String name, String what, Callable<HttpResponse<String>> request, String body)
            throws Exception {
        HttpResponse<String> response;
        try {
            response = request.call();
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException _) {
            return; // A connection that this test's own aborts closed under the client.
        }
        if (response.statusCode() == 200) {
            answered.incrementAndGet();
            String user = response.headers().firstValue("X-Connection-User").orElse("nobody");
            if (!user.equals(name) || !response.body().equals(body)) {
                foreign.add(what + ": " + name + " was answered as " + user + " with " + response.body());
            }
        } else if (response.statusCode() != 503) {
            foreign.add(what + ": " + name + " got " + response.statusCode());
        }
    }

    /// Several at a time: one connection over HTTP/2, several over HTTP/1.1.
    private void together(TestDevice device, String name, String nonce) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String body = nonce + "/" + i;
                all.add(threads.submit(() -> {
                    expect(
                            name,
                            "together",
                            () -> device.post(body.length() % 2 == 0 ? "/eas/y" : "/strict/y", body),
                            body);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static void broken(TestDevice device) throws InterruptedException {
        try {
            device.post("/eas/break", "x");
        } catch (IOException _) {
            // As it should: the answer was cut short.
        }
    }

    /// Leaves in the middle: of the request, or of the answer.
    private static void abort(TestDevice device, Random random) throws IOException {
        try (SSLSocket socket = device.socket()) {
            String request = random.nextBoolean()
                    ? "POST /eas/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
                    : "GET /eas/download/1000000 HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    /// Several requests in one write, the last with a close.
    private void pipelined(TestDevice device, String name, String nonce) throws IOException {
        String answer = device.raw("POST /eas/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none"
                + "GET /strict/2 HTTP/1.1\r\nHost: x\r\n\r\n"
                + "POST /eas/3?" + nonce
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthree");
        List<String> users = answer.lines()
                .filter(line -> line.startsWith("X-Connection-User: "))
                .map(line -> line.substring("X-Connection-User: ".length()))
                .toList();
        answered.addAndGet(users.size());
        if (users.size() != 3 || !users.stream().allMatch(name::equals)) {
            foreign.add("pipelined: " + name + " was answered as " + users);
        }
    }
}
