package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestEdge;
import kcd.edge.config.EdgeSettings;
import kcd.service.StartupFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WarmUpTest {
    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    private final Vertx vertx = bed.vertx();

    @Test
    void serves_itself_and_asks_nobody_else() {
        // Given a bound that leaves time for a request on a busy machine too
        WarmUp warmUp = new WarmUp(vertx, settings("15s"), Clock.systemUTC());

        // When
        long answered = warmUp.run(() -> false);

        // Then
        assertThat(answered).isPositive();
        assertThat(bed.broker().minted()).isZero();
        assertThat(bed.persistentUpstream().connections()).isZero();
    }

    @Test
    void ends_when_the_edge_has_to() {
        // Given
        WarmUp warmUp = new WarmUp(vertx, settings("4m"), Clock.systemUTC());
        long began = System.nanoTime();

        // When
        warmUp.run(() -> true);

        // Then
        assertThat(System.nanoTime() - began).isLessThan(60_000_000_000L);
    }

    private EdgeSettings settings(String atMost) {
        Map<String, String> settings = bed.settings();
        settings.put("kcd.warm-up.at-most", atMost);
        StartupFaults faults = new StartupFaults();
        return TestEdge.check(settings, faults).orElseThrow(() -> new AssertionError(faults.lines()));
    }
}
