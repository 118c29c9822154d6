package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.DeadServer;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.RawUpstream;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Several upstream servers behind one route, of which one goes and comes back.
class UpstreamArrayTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int DEVICES = 24;

    /// The first devices find out, one on each event loop at the same time at most; what comes after are probes.
    private static final int FIND_OUT = 2;

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private int asked;

    @Test
    void a_dead_server_costs_the_first_device_a_moment_and_the_others_nothing() throws Exception {
        // Given
        DeadServer dead = frame.keep(new DeadServer());
        TestEdge edge = frame.edge(array(dead.port()));

        // When
        for (int i = 0; i < DEVICES; i++) {
            assertThat(frame.device(edge, "d" + i).get("/array/x").body()).isEqualTo("d" + i);
        }

        // Then
        assertThat(dead.asked()).isPositive().isLessThan(FIND_OUT + probesSince(DEVICES));
        assertThat(edge.gauge("kcd.edge.upstream.down")).isEqualTo(1);
    }

    /// Far fewer than devices that would have tried it first: every second one.
    private static int probesSince(int devices) {
        return devices / 3;
    }

    @Test
    void one_that_is_back_gets_its_users_back_and_takes_nobody_s_connection_along() throws Exception {
        // Given
        DeadServer dead = frame.keep(new DeadServer());
        TestEdge edge = frame.edge(array(dead.port()));
        TestDevice stays = frame.device(edge, "s");
        for (int i = 0; edge.gauge("kcd.edge.upstream.down") == 0; i++) {
            assertThat(frame.device(edge, "f" + i).get("/array/x").statusCode()).isEqualTo(200);
        }
        assertThat(stays.get("/array/x").body()).isEqualTo("s");

        // When
        dead.close();
        RawUpstream back = frame.keep(new RawUpstream(bed.upstreamCertificate(), dead.port()));
        Await.until("up again", SOON, () -> edge.gauge("kcd.edge.upstream.down") == 0);

        // Then
        Await.until("asked again", SOON, () -> {
            ask(edge);
            return !back.requests().isEmpty();
        });
        long connections = bed.persistentUpstream().connections();
        assertThat(stays.get("/array/x").body()).isEqualTo("s");
        assertThat(bed.persistentUpstream().connections()).isEqualTo(connections);
    }

    private void ask(TestEdge edge) {
        try {
            assertThat(frame.device(edge, "b" + asked++).get("/array/x").statusCode())
                    .isEqualTo(200);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> array(int dead) {
        Map<String, String> settings =
                bed.route("array", "/array", bed.persistentUpstream().port());
        settings.merge("kcd.routes.array.upstream", "https://localhost:" + dead, (one, other) -> one + "," + other);
        return settings;
    }
}
