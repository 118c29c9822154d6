package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawHttp2;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a device with a good certificate may make the edge do over HTTP/2 without waiting for answers.
class Http2FloodTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int FLOOD = 5_000;
    private static final String[] HELD = {
        ":method", "POST", ":scheme", "https", ":authority", "x", ":path", "/strict/silent"
    };

    @RegisterExtension
    static final EdgeFrame frame = new EdgeFrame();

    private static final EdgeBed bed = frame.bed();
    private static final TestEdge edge = frame.edge();

    @Test
    void requests_taken_back_at_once_end_the_connection_before_they_reach_the_upstream_in_numbers() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "rapid", Version.HTTP_2);
        RawHttp2 http2 = frame.keep(device.http2());
        long before = bed.strictUpstream().connections();

        // When
        String outcome = flood(() -> http2.beginAndReset(FLOOD, HELD), http2);

        // Then
        assertThat(outcome).isIn("GOAWAY", "CLOSED");
        Await.until(
                "all its upstream connections end",
                SOON,
                () -> bed.strictUpstream().open() == 0);
        assertThat(bed.strictUpstream().connections() - before).isLessThan(FLOOD / 10);
        assertOthersAreServed();
    }

    @Test
    void a_header_that_does_not_end_ends_the_connection() throws Exception {
        // Given
        TestDevice device = frame.device(edge, "endless", Version.HTTP_2);
        RawHttp2 http2 = frame.keep(device.http2());

        // When
        String outcome = flood(() -> http2.continueForever(FLOOD, HELD), http2);

        // Then
        assertThat(outcome).isIn("GOAWAY", "CLOSED");
        assertOthersAreServed();
    }

    @Test
    void so_many_requests_are_under_way_on_a_connection_and_no_more() throws Exception {
        // Given
        TestEdge narrow = frame.edge(Map.of("kcd.limits.streams-per-connection", "2"));
        TestDevice device = frame.device(narrow, "narrow", Version.HTTP_2);
        RawHttp2 http2 = frame.keep(device.http2());
        int before = bed.strictUpstream().silent();
        http2.send("", HELD);
        http2.send("", HELD);

        // When
        http2.send("", HELD);

        // Then
        assertThat(http2.outcome()).isEqualTo("RST_STREAM");
        Await.until("two are held", SOON, () -> bed.strictUpstream().silent() == before + 2);
        assertThat(narrow.gauge("kcd.edge.connections")).isOne();
    }

    private interface Flood {
        void run() throws IOException;
    }

    private static String flood(Flood flood, RawHttp2 http2) throws IOException {
        try {
            flood.run();
        } catch (IOException _) {
            return "CLOSED"; // While still being written to.
        }
        String outcome = http2.outcome();
        while (!outcome.equals("GOAWAY") && !outcome.equals("CLOSED")) {
            outcome = http2.outcome(); // Of one of the streams.
        }
        return outcome;
    }

    private static void assertOthersAreServed() throws Exception {
        // Given
        TestDevice other = frame.device(edge, "other", Version.HTTP_2);
        assertThat(other.get("/eas/x").body()).isEqualTo("other");
    }
}
