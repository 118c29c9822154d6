package kcd.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What devices notice when an edge ends by SIGTERM under load: phones with requests under way, phones with a
/// Ping held for minutes, HTTP/1.1 and HTTP/2.
@ExtendWith(SharedGateway.class)
class EdgeDrainIT {
    private static final Map<String, String> DRAIN = Map.of(
            "kcd.drain.notice", "1500ms", "kcd.drain.grace", "8s", "kcd.limits.connections-per-certificate", "500");
    private static final Duration NOTICE = Duration.ofMillis(1500);
    private static final Duration GRACE = Duration.ofSeconds(8);
    /// Beyond the grace: for an overloaded machine, and for the JVM to end.
    private static final Duration MARGIN = Duration.ofSeconds(60);
    /// Thirty on each of an edge's event loops, one in each tenth of a second: three seconds, or half of that on a
    /// machine that hears of the first too late.
    private static final Duration SPREAD = Duration.ofMillis(1500);
    private static final int PHONES = 8;
    private static final int PINGS = 30 * Gateway.LOOPS;
    private static final long SOME = 200;

    private Gateway gateway;
    private List<Pod> edges;

    @BeforeEach
    void start(Gateway shared) throws Exception {
        gateway = shared;
        gateway.brokers();
        edges = gateway.edges(DRAIN);
    }

    @Test
    void no_request_fails_and_held_pings_are_answered_one_by_one() throws Exception {
        SSLContext alice = gateway.alice();
        Pod ending = edges.getFirst();
        try (Fleet fleet = new Fleet(alice, Gateway.addresses(edges), PHONES);
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given
            fleet.awaitServed(SOME);
            List<Http1Phone> phones = new ArrayList<>();
            for (int number = 0; number < PINGS; number++) {
                Http1Phone phone = new Http1Phone(alice, List.of(ending.address()));
                phone.send("Ping");
                phones.add(phone);
            }
            Await.until(
                    "Pings are held", () -> gateway.lab().exchange().journal().heldPings() == PINGS);

            // When
            List<Future<Instant>> answers = new ArrayList<>();
            phones.forEach(phone -> answers.add(waiting.submit(() -> answered(phone))));
            // Watched from before: it says so for some seconds, and then it is gone.
            Future<?> unready = waiting.submit(() -> {
                Await.until("it says that it is not ready", () -> status(ending) == 503);
                return true;
            });
            Instant asked = Instant.now();
            ending.terminate();

            // Then
            unready.get();
            Await.until("it lets nobody in", () -> isShut(ending));
            List<Instant> answered = new ArrayList<>();
            for (Future<Instant> answer : answers) {
                answered.add(answer.get());
            }
            assertThat(ending.awaitEnd()).isTrue();
            assertThat(ending.process().exitCode()).isEqualTo(Pod.TERMINATED);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(GRACE.plus(MARGIN));
            answered.sort(Instant::compareTo);
            assertThat(answered.getFirst()).isAfter(asked.plus(NOTICE));
            assertThat(Duration.between(answered.getFirst(), answered.getLast()))
                    .isGreaterThan(SPREAD);
            assertThat(fleet.awaitServed(SOME).failures()).isEmpty();
        }
    }

    @Test
    void no_request_fails_while_edges_are_restarted_one_after_the_other() throws Exception {
        try (Fleet fleet = new Fleet(gateway.alice(), Gateway.addresses(edges), PHONES)) {
            for (Pod edge : edges) {
                // Given
                fleet.awaitServed(SOME);

                // When
                edge.terminate();
                assertThat(edge.awaitEnd()).isTrue();
                gateway.edges(DRAIN);
            }

            // Then
            assertThat(fleet.awaitServed(SOME).failures()).isEmpty();
        }
    }

    private static Instant answered(Http1Phone phone) throws IOException {
        assertThat(phone.answer()).isEqualTo(200);
        return Instant.now();
    }

    private static int status(Pod pod) throws IOException, InterruptedException {
        URI probe = URI.create("http://127.0.0.1:" + pod.managementPort() + "/q/health/ready");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(probe).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static boolean isShut(Pod edge) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(edge.address(), Gateway.EDGE_PORT));
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }
}
