package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kcd.edge.bed.Await;
import kcd.edge.bed.DeadServer;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.RawUpstream;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several upstream servers behind one route, of which one goes and comes back.
class UpstreamArrayTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int DEVICES = 24;

    /// The first devices find out, one on each event loop at the same time at most; what comes after are probes.
    private static final int FIND_OUT = 2;

    @TempDir
    Path directory;

    @Test
    void a_dead_server_costs_the_first_device_a_moment_and_the_others_nothing() throws Exception {
        List<TestDevice> devices = new ArrayList<>();
        try (EdgeBed bed = new EdgeBed(directory);
                DeadServer dead = new DeadServer();
                TestEdge edge = new TestEdge(array(bed, dead.port()))) {
            // When
            for (int i = 0; i < DEVICES; i++) {
                TestDevice device =
                        new TestDevice(bed.device("d" + i), bed.serviceTrust(), edge.port(), Version.HTTP_1_1);
                devices.add(device);
                assertThat(device.get("/array/x").body()).isEqualTo("d" + i);
            }

            // Then
            assertThat(dead.asked()).isPositive().isLessThan(FIND_OUT + probesSince(devices.size()));
            assertThat(edge.gauge("kcd.edge.upstream.down")).isEqualTo(1);
        } finally {
            devices.forEach(TestDevice::close);
        }
    }

    /// Far fewer than devices that would have tried it first: every second one.
    private static int probesSince(int devices) {
        return devices / 3;
    }

    @Test
    void one_that_is_back_gets_its_users_back_and_takes_nobody_s_connection_along() throws Exception {
        DeadServer dead = new DeadServer();
        int port = dead.port();
        try (EdgeBed bed = new EdgeBed(directory);
                TestEdge edge = new TestEdge(array(bed, port))) {
            // Given
            try (TestDevice stays =
                    new TestDevice(bed.device("s"), bed.serviceTrust(), edge.port(), Version.HTTP_1_1)) {
                for (int i = 0; edge.gauge("kcd.edge.upstream.down") == 0; i++) {
                    try (TestDevice device =
                            new TestDevice(bed.device("f" + i), bed.serviceTrust(), edge.port(), Version.HTTP_1_1)) {
                        assertThat(device.get("/array/x").statusCode()).isEqualTo(200);
                    }
                }
                assertThat(stays.get("/array/x").body()).isEqualTo("s");

                // When
                dead.close();
                try (RawUpstream back = new RawUpstream(bed.upstreamCertificate(), port)) {
                    Await.until("up again", SOON, () -> edge.gauge("kcd.edge.upstream.down") == 0);

                    // Then
                    Await.until("asked again", SOON, () -> {
                        ask(bed, edge);
                        return !back.requests().isEmpty();
                    });
                    long connections = bed.persistentUpstream().connections();
                    assertThat(stays.get("/array/x").body()).isEqualTo("s");
                    assertThat(bed.persistentUpstream().connections()).isEqualTo(connections);
                }
            }
        }
    }

    private static int asked;

    private static void ask(EdgeBed bed, TestEdge edge) {
        try (TestDevice device =
                new TestDevice(bed.device("b" + asked++), bed.serviceTrust(), edge.port(), Version.HTTP_1_1)) {
            assertThat(device.get("/array/x").statusCode()).isEqualTo(200);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> array(EdgeBed bed, int dead) {
        Map<String, String> settings = bed.settings();
        bed.route(settings, "array", "/array", bed.persistentUpstream().port());
        settings.merge("kcd.routes.array.upstream", "https://localhost:" + dead, (one, other) -> one + "," + other);
        return settings;
    }
}
