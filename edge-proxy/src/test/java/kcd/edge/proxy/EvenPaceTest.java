package kcd.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenPaceTest {
    private final EvenPace pace = new EvenPace();

    @ParameterizedTest
    @CsvSource({"2,60", "3,60", "7,60", "59,60", "120,119", "2,2", "40,1000"})
    void few_go_one_by_one_with_equal_pauses(int crowd, int turns) {
        // When
        List<Integer> gone = run(crowd, turns);

        // Then
        double pause = (turns - 1) / (crowd - 1.0);
        assertThat(gone).hasSize(crowd);
        for (int i = 0; i < crowd; i++) {
            assertThat((double) gone.get(i)).isBetween(i * pause - 1.01, i * pause + 1.01);
        }
    }

    @ParameterizedTest
    @CsvSource({"61,60", "9500,60", "9500,7", "1,1", "100,1"})
    void many_go_in_equal_numbers(int crowd, int turns) {
        // When
        List<Integer> gone = run(crowd, turns);

        // Then
        for (int turn = 0; turn < turns; turn++) {
            int now = turn;
            assertThat(gone.stream().filter(at -> at == now).count())
                    .isBetween(crowd / (long) turns - 1, crowd / (long) turns + 2);
        }
        assertThat(gone).hasSize(crowd);
    }

    @Test
    void a_single_one_goes_at_once() {
        // When, Then
        assertThat(pace.next(1, 60)).isOne();
    }

    @Test
    void whoever_is_left_goes_in_the_last_turn() {
        // Given
        assertThat(pace.next(2, 3)).isOne();

        // When, Then
        assertThat(pace.next(500, 1)).isEqualTo(500);
        assertThat(pace.next(3, -4)).isEqualTo(3);
    }

    @Test
    void nobody_is_missed_when_all_have_left_by_themselves() {
        // Given
        pace.next(500, 60);

        // When, Then
        assertThat(pace.next(0, 59)).isZero();
        assertThat(pace.next(1, 2) + pace.next(1, 1)).isPositive();
    }

    /// The turns in which they go.
    private List<Integer> run(int crowd, int turns) {
        List<Integer> gone = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            int now = pace.next(crowd - gone.size(), turns - turn);
            for (int i = 0; i < now; i++) {
                gone.add(turn);
            }
        }
        return gone;
    }
}
