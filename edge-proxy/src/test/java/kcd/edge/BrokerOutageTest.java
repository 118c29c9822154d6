package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.FakeBroker;
import kcd.edge.bed.OwnPort;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerOutageTest {
    private static final String NOBODY = "localhost:1";

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    @Test
    void puts_devices_off_while_no_broker_answers_and_keeps_their_connection() throws Exception {
        // Given
        TestEdge edge = edge(NOBODY, "1s");
        TestDevice alice = frame.device(edge, "alice");

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

    @Test
    void asks_the_next_broker_when_one_is_down() throws Exception {
        // Given
        TestEdge edge = edge(NOBODY + ",localhost:" + bed.broker().port());
        TestDevice alice = frame.device(edge, "alice");

        // When
        HttpResponse<String> response = alice.post("/eas/x", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void asks_the_next_broker_when_one_accepts_and_says_nothing() throws Exception {
        // Given
        ServerSocket mute = frame.keep(OwnPort.listen());
        TestEdge edge = edge("localhost:" + mute.getLocalPort() + ",localhost:"
                + bed.broker().port());
        TestDevice alice = frame.device(edge, "alice");

        // When
        HttpResponse<String> response = alice.post("/eas/x", "a body");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void waits_for_a_broker_that_restarts() throws Exception {
        // Given
        ServerSocket ending = frame.keep(OwnPort.listen());
        TestEdge edge = edge("localhost:" + ending.getLocalPort());
        TestDevice alice = frame.device(edge, "alice");
        CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> post(alice));
        ending.accept().close();
        ending.close();

        // When
        FakeBroker restarted = bed.anotherBroker(ending.getLocalPort());

        // Then
        assertThat(response.get().statusCode()).isEqualTo(200);
        assertThat(restarted.minted()).isEqualTo(1);
    }

    @Test
    void asks_the_next_broker_when_one_has_no_revocation_lists_yet() throws Exception {
        // Given two of which one has none
        FakeBroker other = bed.anotherBroker(0);
        TestEdge edge = edge("localhost:" + bed.broker().port() + ",localhost:" + other.port());
        TestDevice alice = frame.device(edge, "alice");
        for (FakeBroker starting : List.of(bed.broker(), other)) {
            starting.withoutLists(true);

            // When
            HttpResponse<String> response = alice.post("/strict/x", "a body");

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
            starting.withoutLists(false);
        }
    }

    @Test
    void says_what_the_brokers_said_of_themselves_when_none_can_judge() throws Exception {
        // Given
        bed.broker().withoutLists(true);
        TestEdge edge = edge("localhost:" + bed.broker().port(), "4s");
        TestDevice alice = frame.device(edge, "alice");

        // When
        HttpResponse<String> response = alice.post("/eas/x", "a body");

        // Then
        assertThat(response.body()).isEqualTo("503 REVOCATION_UNKNOWN\n");
    }

    @Test
    void a_refusal_about_the_user_is_final_and_not_asked_elsewhere() throws Exception {
        // Given
        TestEdge edge = edge("localhost:" + bed.broker().port() + "," + NOBODY);
        TestDevice nobody = frame.device(edge, "no-identity");

        // When
        HttpResponse<String> response = nobody.post("/eas/x", "a body");

        // Then
        assertThat(response.body()).isEqualTo("403 NO_IDENTITY\n");
        assertThat(bed.broker().requests()).hasSize(1);
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
        return frame.edge(Map.of("kcd.broker.endpoint", brokers, "kcd.broker.deadline", deadline));
    }
}
