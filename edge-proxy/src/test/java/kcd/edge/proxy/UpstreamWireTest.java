package kcd.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kcd.edge.bed.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of an answer's bytes that nobody reads.
class UpstreamWireTest {
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
        onItsEventLoop(() -> {
            var _ = wire.send(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"), _ -> {}, () -> {
                throw new AssertionError("it was answered");
            });
            channel.writeInbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        });
    }

    @AfterEach
    void end() {
        Await.result(vertx.close());
    }

    @Test
    void what_is_held_back_of_an_answer_is_let_go_with_the_connection() {
        // Given
        ByteBuf bytes = bytes();
        onItsEventLoop(() -> channel.writeInbound(new DefaultHttpContent(bytes)));

        // When
        onItsEventLoop(wire::abandon);

        // Then
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void so_is_a_whole_answer_that_is_held_back() {
        // Given
        ByteBuf part = bytes();
        ByteBuf rest = bytes();
        onItsEventLoop(() -> channel.writeInbound(new DefaultHttpContent(part), new DefaultLastHttpContent(rest)));

        // When
        onItsEventLoop(wire::abandon);

        // Then
        assertThat(part.refCnt()).isZero();
        assertThat(rest.refCnt()).isZero();
    }

    @Test
    void what_comes_afterwards_is_let_go_at_once() {
        // Given
        ByteBuf late = bytes();
        ChannelHandlerContext netty = channel.pipeline().context(wire);
        onItsEventLoop(wire::abandon);

        // When
        onItsEventLoop(() -> wire.channelRead(netty, new DefaultHttpContent(late)));

        // Then
        assertThat(late.refCnt()).isZero();
    }

    /// All that happens on a connection happens on its event loop.
    private void onItsEventLoop(Runnable step) {
        CompletableFuture.runAsync(step, context.nettyEventLoop())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static ByteBuf bytes() {
        return Unpooled.copiedBuffer("some of it", StandardCharsets.US_ASCII);
    }
}
