package kcd.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class LobbyTest {
    private final Channel first = new EmbeddedChannel();
    private final Channel second = new EmbeddedChannel();
    private final Channel third = new EmbeddedChannel();
    private final Lobby lobby = new Lobby(2);

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
}
