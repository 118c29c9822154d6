package kcd.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import kcd.edge.bed.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of an answer's bytes that nobody reads.
class UpstreamWireTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Vertx vertx;
    private EmbeddedChannel channel;
    private UpstreamWire wire;
    private ContextInternal context;

    @BeforeEach
    void send() {
        vertx = Vertx.vertx();
        channel = new EmbeddedChannel();
        context = (ContextInternal) vertx.getOrCreateContext();
        wire = new UpstreamWire(context, channel);
        channel.pipeline().addLast(wire);
        var _ = wire.send(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"), _ -> {}, () -> {
            throw new AssertionError("it was answered");
        });
        channel.writeInbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    @AfterEach
    void end() {
        Await.result(vertx.close());
    }

    @Test
    void what_is_held_back_of_an_answer_is_let_go_with_the_connection() {
        // Given
        ByteBuf bytes = bytes();
        channel.writeInbound(new DefaultHttpContent(bytes));

        // When
        context.runOnContext(_ -> wire.abandon());

        // Then
        Await.until("let go", SOON, () -> bytes.refCnt() == 0);
    }

    @Test
    void so_is_a_whole_answer_that_is_held_back() {
        // Given
        ByteBuf part = bytes();
        ByteBuf rest = bytes();
        channel.writeInbound(new DefaultHttpContent(part), new DefaultLastHttpContent(rest));

        // When
        context.runOnContext(_ -> wire.abandon());

        // Then
        Await.until("let go", SOON, () -> part.refCnt() == 0 && rest.refCnt() == 0);
    }

    @Test
    void what_comes_afterwards_is_let_go_at_once() {
        // Given
        context.runOnContext(_ -> wire.abandon());
        ByteBuf late = bytes();

        // When
        channel.pipeline().fireChannelRead(new DefaultHttpContent(late));

        // Then
        Await.until("let go", SOON, () -> late.refCnt() == 0);
    }

    private static ByteBuf bytes() {
        return Unpooled.copiedBuffer("some of it", StandardCharsets.US_ASCII);
    }
}
