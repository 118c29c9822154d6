package kcd.edge.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long QUARTER_SECONDS = 15;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int told;

    @BeforeEach
    void watch() {
        channel.freezeTime();
        channel.pipeline().addLast(new IdleStateHandler(0, 0, 4 * QUARTER_SECONDS, TimeUnit.SECONDS), new Listener());
        Silence.watch(channel.pipeline());
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void tells_of_a_connection_that_is_silent_for_the_whole_time() {
        // When
        pass(3);
        int before = told;
        pass(1);

        // Then
        assertThat(before).isZero();
        assertThat(told).isEqualTo(1);
    }

    @Test
    void what_comes_and_what_goes_breaks_the_silence() {
        // When
        for (int i = 0; i < 10; i++) {
            pass(2);
            channel.writeInbound("a word");
            pass(2);
            channel.writeOutbound("an answer");
        }

        // Then
        assertThat(told).isZero();
    }

    @Test
    void tells_again_if_nobody_ends_the_connection() {
        // When
        pass(12);

        // Then
        assertThat(told).isEqualTo(3);
    }

    @Test
    void leaves_nothing_behind_once_the_connection_has_ended() {
        // When
        channel.close();
        pass(12);

        // Then
        assertThat(told).isZero();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private void pass(int quarters) {
        for (int i = 0; i < quarters; i++) {
            channel.advanceTimeBy(QUARTER_SECONDS, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private final class Listener extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            told += event instanceof IdleStateEvent ? 1 : 0;
        }
    }
}
