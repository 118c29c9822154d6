package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.MovableClock;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long an upstream may take a connection for its user by one token.
class LongStandingTest {
    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private EdgeBed bed;
    private TestEdge edge;

    @BeforeEach
    void start() {
        bed = new EdgeBed(directory);
        edge = new TestEdge(bed.settings(), clock);
    }

    @AfterEach
    void stop() {
        edge.close();
        bed.close();
    }

    @ParameterizedTest(name = "{0} at {1}: {2} minutes")
    @CsvSource({"brief,/eas/x,10", "brief,/challenge/x,10", "dora,/eas/x,60", "dora,/challenge/x,60"})
    void until_the_ticket_ends_or_an_hour_has_passed(String user, String path, int minutes) throws Exception {
        try (TestDevice device = new TestDevice(bed.device(user), bed.serviceTrust(), edge.port(), Version.HTTP_1_1)) {
            // Given
            assertThat(device.get(path).body()).isEqualTo(user);
            clock.setAhead(Duration.ofMinutes(minutes - 1));
            assertThat(device.get(path).body()).isEqualTo(user);
            assertThat(bed.broker().minted()).isEqualTo(1);

            // When
            clock.setAhead(Duration.ofMinutes(minutes + 1));

            // Then
            assertThat(device.get(path).body()).isEqualTo(user);
            assertThat(bed.broker().minted()).isEqualTo(2);
        }
    }
}
