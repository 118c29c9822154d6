package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.FakeBroker;
import kcd.edge.bed.OwnPort;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerOutageTest {
    private static final String NOBODY = "localhost:1";

    @TempDir
    Path directory;

    private EdgeBed bed;

    @BeforeEach
    void start() {
        bed = new EdgeBed(directory);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void puts_devices_off_while_no_broker_answers_and_keeps_their_connection() throws Exception {
        try (TestEdge edge = edge(NOBODY, "1s");
                TestDevice alice = device(edge)) {
            // When
            HttpResponse<String> first = alice.post("/eas/x", "a body");
            HttpResponse<String> second = alice.post("/eas/x", "a body");

            // Then
            assertThat(first.statusCode()).isEqualTo(503);
            assertThat(first.body()).isEqualTo("503 BROKER_UNREACHABLE\n");
            assertThat(first.headers().firstValue("Retry-After")).isPresent();
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(edge.handshakes("OK")).isEqualTo(1);
        }
    }

    @Test
    void asks_the_next_broker_when_one_is_down() throws Exception {
        try (TestEdge edge = edge(NOBODY + ",localhost:" + bed.broker().port());
                TestDevice alice = device(edge)) {
            // When
            HttpResponse<String> response = alice.post("/eas/x", "a body");

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void asks_the_next_broker_when_one_accepts_and_says_nothing() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestEdge edge = edge("localhost:" + mute.getLocalPort() + ",localhost:"
                        + bed.broker().port());
                TestDevice alice = device(edge)) {
            // When
            HttpResponse<String> response = alice.post("/eas/x", "a body");

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void waits_for_a_broker_that_restarts() throws Exception {
        try (ServerSocket ending = OwnPort.listen();
                TestEdge edge = edge("localhost:" + ending.getLocalPort());
                TestDevice alice = device(edge)) {
            // Given
            CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> post(alice));
            ending.accept().close();
            ending.close();

            // When
            FakeBroker restarted = bed.anotherBroker(ending.getLocalPort());

            // Then
            assertThat(response.get().statusCode()).isEqualTo(200);
            assertThat(restarted.minted()).isEqualTo(1);
        }
    }

    @Test
    void asks_the_next_broker_when_one_has_no_revocation_lists_yet() throws Exception {
        FakeBroker other = bed.anotherBroker(0);
        try (TestEdge edge = edge("localhost:" + bed.broker().port() + ",localhost:" + other.port());
                TestDevice alice = device(edge)) {
            for (FakeBroker starting : List.of(bed.broker(), other)) {
                // Given
                starting.withoutLists(true);

                // When
                HttpResponse<String> response = alice.post("/strict/x", "a body");

                // Then
                assertThat(response.statusCode()).isEqualTo(200);
                starting.withoutLists(false);
            }
        }
    }

    @Test
    void says_what_the_brokers_said_of_themselves_when_none_can_judge() throws Exception {
        bed.broker().withoutLists(true);
        try (TestEdge edge = edge("localhost:" + bed.broker().port(), "4s");
                TestDevice alice = device(edge)) {
            // When
            HttpResponse<String> response = alice.post("/eas/x", "a body");

            // Then
            assertThat(response.body()).isEqualTo("503 REVOCATION_UNKNOWN\n");
        }
    }

    @Test
    void a_refusal_about_the_user_is_final_and_not_asked_elsewhere() throws Exception {
        try (TestEdge edge = edge("localhost:" + bed.broker().port() + "," + NOBODY);
                TestDevice nobody =
                        new TestDevice(bed.device("no-identity"), bed.serviceTrust(), edge.port(), Version.HTTP_1_1)) {
            // When
            HttpResponse<String> response = nobody.post("/eas/x", "a body");

            // Then
            assertThat(response.body()).isEqualTo("403 NO_IDENTITY\n");
            assertThat(bed.broker().requests()).hasSize(1);
        }
    }

    private static HttpResponse<String> post(TestDevice device) {
        try {
            return device.post("/strict/x", "a body");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestEdge edge(String brokers) {
        return edge(brokers, "20s");
    }

    private TestEdge edge(String brokers, String deadline) {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.broker.endpoint", brokers);
        settings.put("kcd.broker.deadline", deadline);
        return new TestEdge(settings);
    }

    private TestDevice device(TestEdge edge) {
        return new TestDevice(bed.device("alice"), bed.serviceTrust(), edge.port(), Version.HTTP_1_1);
    }
}
