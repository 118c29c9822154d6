package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kcd.edge.bed.Await;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What Linux is told of connections that rest, by its own word: the timers in /proc/net/tcp.
class KeepAliveTest {
    private static final int HERTZ = 100;

    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    @Test
    void tcp_looks_after_both_sides_as_often_as_it_is_told() throws Exception {
        // Given
        TestEdge edge = frame.edge(Map.of("kcd.keep-alive.devices", "100s", "kcd.keep-alive.upstreams", "50s"));
        TestDevice device = frame.device(edge, "kira");

        // When
        assertThat(device.get("/eas/x").statusCode()).isEqualTo(200);

        // Then
        assertLooksAfter(80, 100, row -> row.local() == edge.port());
        assertLooksAfter(30, 50, row -> row.remote() == bed.persistentUpstream().port());
    }

    /// Once what was sent is acknowledged; until then another timer runs.
    private static void assertLooksAfter(int least, int most, Predicate<Row> side) {
        Await.until(
                "a keep-alive timer runs",
                Duration.ofSeconds(20),
                () -> !timers(side).isEmpty());
        assertThat(timers(side)).allSatisfy(seconds -> assertThat(seconds).isBetween(least, most));
    }

    /// An established connection whose next timer is TCP's keep-alive.
    private record Row(int local, int remote, int seconds) {}

    private static List<Integer> timers(Predicate<Row> wanted) {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(KeepAliveTest::rows)
                .filter(wanted)
                .map(Row::seconds)
                .toList();
    }

    private static Stream<Row> rows(String file) {
        return lines(file)
                .map(line -> line.strip().split("\\s+"))
                .filter(field -> field[3].equals("01") && field[5].startsWith("02:"))
                .map(field ->
                        new Row(port(field[1]), port(field[2]), Integer.parseInt(field[5].substring(3), 16) / HERTZ));
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }
}
