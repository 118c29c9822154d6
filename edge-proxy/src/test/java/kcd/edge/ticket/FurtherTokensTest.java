package kcd.edge.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FurtherTokensTest {
    private static final String ALICE = "alice@EXAMPLE.COM";
    private static final long BEGUN = Long.MAX_VALUE - 1_000;
    private static final long SOON = BEGUN + 1_000_000;
    private static final long LATE = BEGUN + FurtherTokens.LIFE_NANOS;

    private final FurtherTokens tokens = new FurtherTokens();

    @Test
    void nothing_is_asked_for_ahead_of_a_connection_that_has_needed_one_token_or_needs_one_now_and_then() {
        // Given
        int first = tokens.wanted(BEGUN);
        tokens.keep(List.of(), ALICE, BEGUN);

        // When
        int muchLater = tokens.wanted(LATE);

        // Then
        assertThat(first).isZero();
        assertThat(muchLater).isZero();
    }

    @Test
    void more_are_asked_for_the_longer_one_follows_the_other_up_to_a_bound() {
        // Given
        List<Integer> wanted = new ArrayList<>();

        // When
        for (int i = 0; i < 6; i++) {
            wanted.add(tokens.wanted(SOON));
            tokens.keep(List.of(), ALICE, SOON);
        }

        // Then
        assertThat(wanted).containsExactly(0, 1, 3, 7, 7, 7);
    }

    @Test
    void each_is_taken_once() {
        // Given
        SpnegoToken one = token(1);
        SpnegoToken other = token(2);
        tokens.keep(List.of(one, other), ALICE, BEGUN);

        // When
        List<SpnegoToken> taken = Stream.generate(() -> tokens.take(SOON))
                .limit(5)
                .flatMap(Optional::stream)
                .map(FurtherTokens.Spare::token)
                .toList();

        // Then
        assertThat(taken).containsExactly(one, other);
    }

    @Test
    void those_not_taken_within_seconds_are_thrown_away() {
        // Given
        tokens.keep(List.of(token(1)), ALICE, BEGUN);

        // When
        Optional<FurtherTokens.Spare> late = tokens.take(LATE);

        // Then
        assertThat(late).isEmpty();
        assertThat(tokens.take(SOON)).isEmpty();
    }

    @Test
    void those_that_come_later_are_taken_later_and_live_longer() {
        // Given
        tokens.keep(List.of(token(1)), ALICE, BEGUN);
        tokens.keep(List.of(token(2)), "bob@EXAMPLE.COM", SOON);

        // When
        Optional<FurtherTokens.Spare> taken = tokens.take(LATE);

        // Then
        assertThat(taken.map(FurtherTokens.Spare::principal)).contains("bob@EXAMPLE.COM");
        assertThat(tokens.take(LATE)).isEmpty();
    }

    @Test
    void a_broker_that_sends_too_many_is_not_followed() {
        // Given
        List<SpnegoToken> many = Stream.generate(() -> token(1)).limit(100).toList();

        // When
        tokens.keep(many, ALICE, BEGUN);

        // Then
        assertThat(Stream.generate(() -> tokens.take(SOON)).limit(100).flatMap(Optional::stream))
                .hasSize(2 * FurtherTokens.MOST);
    }

    @Test
    void the_next_are_fetched_once_few_are_left_in_a_long_row() {
        // Given
        for (int i = 0; i < 4; i++) {
            tokens.wanted(SOON);
            tokens.keep(List.of(), ALICE, SOON);
        }
        tokens.keep(Stream.generate(() -> token(1)).limit(FurtherTokens.MOST).toList(), ALICE, SOON);
        boolean withMany = tokens.startsFetching();
        while (!tokens.startsFetching()) {
            tokens.take(SOON);
        }

        // When
        boolean meanwhile = tokens.startsFetching();
        tokens.fetched();

        // Then
        assertThat(withMany).isFalse();
        assertThat(meanwhile).isFalse();
        assertThat(tokens.startsFetching()).isTrue();
        assertThat(tokens.take(SOON)).isPresent();
    }

    @Test
    void nothing_is_fetched_ahead_in_a_short_row() {
        // Given
        tokens.wanted(BEGUN);
        tokens.keep(List.of(token(1)), ALICE, BEGUN);

        // Then
        assertThat(tokens.startsFetching()).isFalse();
    }

    private static SpnegoToken token(int number) {
        return new SpnegoToken(new byte[] {(byte) number});
    }
}
