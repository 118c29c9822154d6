package kcd.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Optional;
import kcd.edge.door.HandshakeSlots.Entry;
import kcd.edge.door.HandshakeSlots.Slot;
import org.junit.jupiter.api.Test;

class HandshakeSlotsTest {
    private final LoopClock clock = new LoopClock();
    private final HandshakeSlots slots = new HandshakeSlots(3, 2);

    @Test
    void who_comes_when_all_are_taken_is_refused_while_those_inside_may_go_on() {
        // Given
        enter("a");
        enter("b");
        enter("c");

        // When
        pass(HandshakeSlots.TURNS);

        // Then
        assertThat(enter("d")).isInstanceOf(Entry.Full.class);
    }

    @Test
    void the_oldest_gives_way_to_a_newcomer_once_its_time_is_over() {
        // Given
        Slot oldest = slot("a");
        slots.enter(oldest);
        enter("b");
        enter("c");

        // When
        pass(HandshakeSlots.TURNS + 1);

        // Then
        assertThat(enter("d")).isEqualTo(new Entry.Granted(Optional.of(oldest)));
    }

    @Test
    void one_that_is_slow_keeps_its_place_while_there_is_room() {
        // Given
        enter("a");
        pass(HandshakeSlots.TURNS + 1);

        // When, Then
        assertThat(enter("b")).isEqualTo(new Entry.Granted(Optional.empty()));
    }

    @Test
    void it_is_a_source_s_own_oldest_that_gives_way_to_it() {
        // Given
        enter("a");
        Slot own = slot("b");
        slots.enter(own);
        enter("b");

        // When
        pass(HandshakeSlots.TURNS + 1);

        // Then
        assertThat(enter("b")).isEqualTo(new Entry.Granted(Optional.of(own)));
    }

    @Test
    void no_source_gets_more_than_its_share() {
        // Given
        enter("a");
        enter("a");

        // When, Then
        assertThat(enter("a")).isInstanceOf(Entry.FullForSource.class);
        assertThat(enter("b")).isInstanceOf(Entry.Granted.class);
    }

    @Test
    void a_loop_that_is_behind_ages_its_handshakes_slowly() {
        // Given
        LoopClock busy = new LoopClock();
        slots.enter(new Slot(new EmbeddedChannel(), "a", busy));
        enter("b");
        enter("c");

        // When
        pass(HandshakeSlots.TURNS + 1);

        // Then
        assertThat(enter("d")).isInstanceOf(Entry.Full.class);
    }

    @Test
    void what_is_given_back_twice_is_one_place() {
        // Given
        Slot slot = slot("a");
        slots.enter(slot);
        enter("b");
        enter("c");

        // When
        slots.leave(slot);
        slots.leave(slot);

        // Then
        assertThat(enter("a")).isInstanceOf(Entry.Granted.class);
        assertThat(enter("d")).isInstanceOf(Entry.Full.class);
    }

    private Entry enter(String source) {
        return slots.enter(slot(source));
    }

    private Slot slot(String source) {
        return new Slot(new EmbeddedChannel(), source, clock);
    }

    private void pass(int turns) {
        for (int i = 0; i < turns; i++) {
            clock.turn();
        }
    }
}
