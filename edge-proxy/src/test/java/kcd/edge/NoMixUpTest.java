package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.Storm;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Invariant 1 against an upstream that authenticates connections, as IIS does: whatever devices do, nobody is ever
/// answered as somebody else. With one pool for all, this fails within the first dozen requests.
///
/// `./kcd bench mixups` sends a million requests; `-Dkcd.mixup.seed` repeats a run as far as threads allow.
class NoMixUpTest {
    private static final int IDENTITIES = 64;
    /// So that the first thousand requests do not wait for a cold JVM's compiler.
    private static final long WARM_UP = 400;

    private static final int WARM_UP_IDENTITIES = 4;
    private static final long REQUESTS = Long.getLong("kcd.mixup.requests", 100_000);
    private static final long SEED = Long.getLong("kcd.mixup.seed", System.nanoTime());

    /// A line a request would be most of the work.
    private static final Logger ACCESS_LOG = Logger.getLogger("kcd.access");

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    @BeforeEach
    void quiet() {
        ACCESS_LOG.setLevel(Level.WARNING);
    }

    @AfterEach
    void loud() {
        ACCESS_LOG.setLevel(null);
    }

    @Test
    void answers_nobody_as_somebody_else() throws Exception {
        // Given
        Vertx phones = Vertx.vertx();
        frame.keep(() -> Await.result(phones.close()));
        TestEdge edge = frame.edge(Map.of("kcd.limits.connections-per-certificate", "100"));
        new Storm(bed, edge.port(), phones, SEED, WARM_UP).run(WARM_UP_IDENTITIES);
        Storm storm = new Storm(bed, edge.port(), phones, SEED, REQUESTS);
        long begun = System.nanoTime();

        // When
        storm.run(IDENTITIES);

        // Then
        System.out.printf(
                "%d requests of %d identities in %d s: %s%n",
                REQUESTS,
                IDENTITIES,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                storm);
        assertThat(storm.foreign()).as("seed %d", SEED).isEmpty();
        assertThat(storm.unanswered()).isZero();
        assertThat(storm.answered()).isGreaterThan(REQUESTS / 2);
        assertThat(bed.persistentUpstream().mixUps() + bed.strictUpstream().mixUps())
                .isZero();
        assertThat(edge.guardTrips()).isZero();
        Await.until(
                "every upstream connection ends with its device",
                Duration.ofSeconds(30),
                () -> bed.persistentUpstream().open() + bed.strictUpstream().open() == 0);
    }
}
