package kcd.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class LobbyTest {
    private final Channel first = new EmbeddedChannel();
    private final Channel second = new EmbeddedChannel();
    private final Channel third = new EmbeddedChannel();
    private final Lobby lobby = new Lobby(2, 1000);

    @Test
    void the_one_that_was_silent_longest_makes_room_for_the_next() {
        // Given
        assertThat(lobby.enter(first)).isEmpty();
        assertThat(lobby.enter(second)).isEmpty();

        // When
        var gone = lobby.enter(third);

        // Then
        assertThat(gone).contains(first);
    }

    @Test
    void who_has_left_makes_room() {
        // Given
        lobby.enter(first);
        lobby.enter(second);
        lobby.leave(first);

        // When
        var gone = lobby.enter(third);

        // Then
        assertThat(gone).isEmpty();
        assertThat(lobby.enter(first)).contains(second);
    }

    @Test
    void those_that_say_too_much_together_push_out_the_one_that_was_there_longest_and_said_any() {
        // Given
        Lobby roomy = new Lobby(3, 1000);
        roomy.enter(first);
        roomy.enter(second);
        roomy.enter(third);
        assertThat(roomy.said(second, 600)).isEmpty();
        assertThat(roomy.said(third, 400)).isEmpty();

        // When
        var gone = roomy.said(third, 401);

        // Then
        assertThat(gone).containsExactly(second);
        assertThat(roomy.said(first, 599)).isEmpty();
    }

    @Test
    void who_leaves_takes_along_what_it_said() {
        // Given
        lobby.enter(first);
        lobby.enter(second);
        lobby.said(first, 1000);
        lobby.leave(first);

        // When, Then
        assertThat(lobby.said(second, 1000)).isEmpty();
        assertThat(lobby.said(first, 1)).isEmpty();
        assertThat(lobby.said(second, 1001)).containsExactly(second);
    }
}
