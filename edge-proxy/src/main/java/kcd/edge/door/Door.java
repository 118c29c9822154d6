package kcd.edge.door;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kcd.edge.tcp.KeepAlive;
import org.jspecify.annotations.Nullable;

/// Every accepted connection comes by here, before a byte of it is read.
///
/// ```
/// accept ─► room for one more? ─► from a load balancer? its PROXY header ─► room for this source? ─► TLS handshake
/// ```
/// Whoever may not go on is closed without a word: TLS has no alert for it that a device would understand.
public final class Door {
    /// Why a connection did not come to a handshake.
    public enum Turned {
        TOO_MANY_HANDSHAKES,
        TOO_MANY_HANDSHAKES_OF_SOURCE,
        NO_PROXY_HEADER
    }

    private final HandshakeSlots slots;
    private final List<AddressRange> loadBalancers;
    private final Duration patience;
    private final KeepAlive keepAlive;
    private final Consumer<Turned> turnedAway;
    private final AtomicReference<@Nullable Channel> listener = new AtomicReference<>();

    /// @param loadBalancers whose connections begin with a PROXY header, and nobody else's
    /// @param patience for that header
    /// @param keepAlive of the connections that are let in
    /// @param turnedAway told of everybody who is
    public Door(
            HandshakeSlots slots,
            List<AddressRange> loadBalancers,
            Duration patience,
            KeepAlive keepAlive,
            Consumer<Turned> turnedAway) {
        this.slots = slots;
        this.loadBalancers = List.copyOf(loadBalancers);
        this.patience = patience;
        this.keepAlive = keepAlive;
        this.turnedAway = turnedAway;
    }

    /// @param handshake adds the TLS handler; called at most once, on the channel's event loop
    void enter(Channel channel, Runnable handshake) {
        listener.compareAndSet(null, channel.parent());
        if (!slots.enter()) {
            turn(channel, Turned.TOO_MANY_HANDSHAKES);
        } else if (isLoadBalancer(channel)) {
            channel.pipeline()
                    .addLast(
                            new HAProxyMessageDecoder(),
                            new ProxyHeader(patience.toMillis(), source -> enter(channel, source, handshake), () -> {
                                slots.leave();
                                turnedAway.accept(Turned.NO_PROXY_HEADER);
                            }));
        } else {
            enter(channel, Optional.empty(), handshake);
        }
    }

    private void enter(Channel channel, Optional<SocketAddress> named, Runnable handshake) {
        String source = named.map(SocketAddress::host).orElseGet(() -> addressOf(channel));
        if (!slots.enter(source)) {
            slots.leave();
            turn(channel, Turned.TOO_MANY_HANDSHAKES_OF_SOURCE);
            return;
        }
        Runnable leave = once(() -> {
            slots.leave();
            slots.leave(source);
        });
        channel.closeFuture().addListener(_ -> leave.run());
        keepAlive.applyTo(channel);
        handshake.run();
        channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(_ -> leave.run());
    }

    private static Runnable once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    /// New connections are refused from now on; the open ones stay.
    public void shut() {
        Channel listening = listener.get();
        if (listening != null) {
            var _ = listening.close();
        }
    }

    private void turn(Channel channel, Turned why) {
        turnedAway.accept(why);
        var _ = channel.close();
    }

    private boolean isLoadBalancer(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                && loadBalancers.stream().anyMatch(range -> range.contains(address.getAddress()));
    }

    private static String addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? Optional.ofNullable(address.getAddress())
                        .map(InetAddress::getHostAddress)
                        .orElse("")
                : "";
    }
}
