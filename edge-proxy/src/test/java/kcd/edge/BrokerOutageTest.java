package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
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
        try (TestEdge edge = edge(NOBODY);
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

    private TestEdge edge(String brokers) {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.broker.endpoint", brokers);
        return new TestEdge(settings);
    }

    private TestDevice device(TestEdge edge) {
        return new TestDevice(bed.device("alice"), bed.serviceTrust(), edge.port(), Version.HTTP_1_1);
    }
}
