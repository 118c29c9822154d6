package kcd.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// By a clock that stands still until it is moved.
class OneAtATimeTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new OneAtATime());

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
        channel.writeInbound(request(0));
        assertThat(channel.inboundMessages()).hasSize(1);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_device_that_sends_too_much_ahead_is_not_read_and_its_connection_ends_after_a_minute() {
        // Given
        channel.writeInbound(request(OneAtATime.MAX_WAITING_BYTES));
        assertThat(channel.config().isAutoRead()).isFalse();

        // When
        pass(OneAtATime.UNREAD_SECONDS - 1);
        boolean before = channel.isOpen();
        pass(1);

        // Then
        assertThat(before).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void it_stays_if_the_answer_before_comes_within_the_minute() {
        // Given
        channel.writeInbound(request(OneAtATime.MAX_WAITING_BYTES));
        pass(OneAtATime.UNREAD_SECONDS - 1);

        // When
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.runPendingTasks();
        pass(OneAtATime.UNREAD_SECONDS);

        // Then
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(channel.inboundMessages()).hasSize(2);
    }

    @Test
    void what_is_within_the_bound_may_wait_as_long_as_the_answer_before_does() {
        // Given
        channel.writeInbound(request(OneAtATime.MAX_WAITING_BYTES - OneAtATime.HEAD_BYTES));

        // When
        pass(TimeUnit.HOURS.toSeconds(1));

        // Then
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(channel.inboundMessages()).hasSize(1);
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private static FullHttpRequest request(int bytes) {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(new byte[bytes]));
    }
}
