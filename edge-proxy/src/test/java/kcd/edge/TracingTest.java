package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import kcd.service.tracing.SpanReceiver;
import kcd.service.tracing.SpanReceiver.Received;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The spans a collector gets, read by OpenTelemetry's own messages.
class TracingTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String STRANGERS = "00-11111111111111111111111111111111-2222222222222222-01";

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private SpanReceiver collector;

    @BeforeEach
    void start() throws Exception {
        collector = frame.keep(new SpanReceiver());
    }

    @Test
    void a_request_is_a_span_with_a_child_for_the_broker_and_one_for_the_upstream() throws Exception {
        // Given
        TestEdge edge = edge("1");
        TestDevice device = frame.device(edge, "tracy");

        // When
        String seen = device.send(device.request("/strict/headers?DeviceId=secret")
                        .header("traceparent", STRANGERS)
                        .GET()
                        .build())
                .body();

        // Then
        Await.until("three spans", SOON, () -> collector.spans().size() == 3);
        Received request = span("GET strict");
        Received mint = span("mint");
        Received upstream = span("upstream");
        assertThat(request.kind()).isEqualTo("SPAN_KIND_SERVER");
        assertThat(request.parent()).isEmpty();
        assertThat(request.attributes())
                .containsEntry("http.request.method", "GET")
                .containsEntry("url.path", "/strict/headers")
                .containsEntry("http.response.status_code", "200");
        assertThat(List.of(mint, upstream)).allSatisfy(step -> {
            assertThat(step.service()).isEqualTo("edge-proxy");
            assertThat(step.kind()).isEqualTo("SPAN_KIND_CLIENT");
            assertThat(step.trace()).isEqualTo(request.trace());
            assertThat(step.parent()).isEqualTo(request.id());
            assertThat(step.failed()).isFalse();
        });
        assertThat(bed.broker().lastTraceparent()).isEqualTo("00-" + mint.trace() + "-" + mint.id() + "-01");
        assertThat(seen).contains("traceparent=00-" + upstream.trace() + "-" + upstream.id() + "-01");
        assertThat(collector.spans().toString()).doesNotContain("secret", "tracy", "1111111111");
    }

    @Test
    void what_failed_says_why() throws Exception {
        // Given
        TestEdge edge = edge("1");
        TestDevice device = frame.device(edge, "no-kdc");

        // When
        device.get("/eas/x");

        // Then
        Await.until("two spans", SOON, () -> collector.spans().size() == 2);
        assertThat(List.of(span("GET eas"), span("mint"))).allSatisfy(span -> {
            assertThat(span.failed()).isTrue();
            assertThat(span.attributes()).containsEntry("error.type", "KDC_UNAVAILABLE");
        });
    }

    @Test
    void a_request_that_is_not_sampled_has_a_name_and_no_spans() throws Exception {
        try (TestEdge edge = edge("0")) {
            try (TestDevice device = frame.device(edge, "sam")) {
                // When
                device.get("/eas/x");
            }

            // Then
            assertThat(bed.broker().lastTraceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        }
        assertThat(collector.spans()).as("after all were sent").isEmpty();
    }

    @Test
    void a_collector_that_is_away_costs_no_request() throws Exception {
        // Given
        collector.close();
        TestEdge edge = edge("1");
        TestDevice device = frame.device(edge, "away");

        // When, Then
        assertThat(device.get("/eas/x").statusCode()).isEqualTo(200);
    }

    private Received span(String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private TestEdge edge(String share) {
        return frame.edge(Map.of("kcd.tracing.endpoint", collector.endpoint(), "kcd.tracing.share", share));
    }
}
