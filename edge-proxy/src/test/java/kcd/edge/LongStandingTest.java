package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.MovableClock;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long an upstream may take a connection for its user by one token.
class LongStandingTest {
    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();
    private final MovableClock clock = new MovableClock();
    private final TestEdge edge = frame.edge(Map.of(), clock);

    @ParameterizedTest(name = "{0} at {1}: {2} minutes")
    @CsvSource({"brief,/eas/x,10", "brief,/challenge/x,10", "dora,/eas/x,60", "dora,/challenge/x,60"})
    void until_the_ticket_ends_or_an_hour_has_passed(String user, String path, int minutes) throws Exception {
        // Given
        TestDevice device = frame.device(edge, user);
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
