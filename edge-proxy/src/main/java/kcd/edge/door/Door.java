package kcd.edge.door;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kcd.edge.door.HandshakeSlots.Entry;
import kcd.edge.door.HandshakeSlots.Slot;
import kcd.edge.tcp.KeepAlive;
import kcd.edge.tcp.Source;
import org.jspecify.annotations.Nullable;

/// Every accepted connection comes by here, before a byte of it is read.
///
/// ```
/// accept ─► from a load balancer? its PROXY header ─► a whole ClientHello ─► room for one more of this source? ─► TLS
///   └────────────────────── lobby, for a while ──────────────────┘
/// ```
/// A place among the handshakes is for those who have said all that we need for our part of it, and for as long as they
/// go on: otherwise a few idle sockets, or a few bytes on them, would lock everybody out.
/// Whoever may not go on is closed without a word: TLS has no alert for it that a device would understand.
public final class Door {
    /// Why a connection did not come to a handshake.
    public enum Turned {
        /// No ClientHello in time, or not all of it.
        SILENT,
        /// The same, and others came.
        TOO_MANY_SILENT,
        /// What came is no ClientHello.
        NOT_TLS,
        TOO_MANY_HANDSHAKES,
        TOO_MANY_HANDSHAKES_OF_SOURCE,
        NO_PROXY_HEADER
    }

    /// Enough for a ClientHello that is lost twice on its way, as mobile networks do.
    public static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private final Lobby lobby;
    private final HandshakeSlots slots;
    private final List<AddressRange> loadBalancers;
    private final Duration patience;
    private final KeepAlive keepAlive;
    private final Consumer<Turned> turnedAway;
    private final AtomicReference<@Nullable Channel> listener = new AtomicReference<>();

    /// @param lobby for those who have not said their ClientHello yet
    /// @param loadBalancers whose connections begin with a PROXY header, and nobody else's
    /// @param patience for that header, and for the ClientHello
    /// @param keepAlive of the connections that are let in
    /// @param turnedAway told of everybody who is
    public Door(
            Lobby lobby,
            HandshakeSlots slots,
            List<AddressRange> loadBalancers,
            Duration patience,
            KeepAlive keepAlive,
            Consumer<Turned> turnedAway) {
        this.lobby = lobby;
        this.slots = slots;
        this.loadBalancers = List.copyOf(loadBalancers);
        this.patience = patience;
        this.keepAlive = keepAlive;
        this.turnedAway = turnedAway;
    }

    /// @param handshake adds the TLS handler; called at most once, on the channel's event loop
    void enter(Channel channel, Runnable handshake) {
        listener.compareAndSet(null, channel.parent());
        lobby.enter(channel).ifPresent(longest -> turn(longest, Turned.TOO_MANY_SILENT));
        channel.closeFuture().addListener(_ -> lobby.leave(channel));
        if (isLoadBalancer(channel)) {
            channel.pipeline()
                    .addLast(
                            new HAProxyMessageDecoder(),
                            new ProxyHeader(
                                    patience.toMillis(),
                                    source -> listen(channel, source, handshake),
                                    () -> turnedAway.accept(Turned.NO_PROXY_HEADER)));
        } else {
            listen(channel, Optional.empty(), handshake);
        }
    }

    private void listen(Channel channel, Optional<SocketAddress> named, Runnable handshake) {
        channel.pipeline().addLast(new WholeHello(patience.toMillis(), new WholeHello.Listener() {
            @Override
            public void partly(int bytes) {
                lobby.said(channel, bytes).forEach(longest -> turn(longest, Turned.TOO_MANY_SILENT));
            }

            @Override
            public boolean whole() {
                return begin(channel, named, handshake);
            }

            @Override
            public void none() {
                turn(channel, Turned.NOT_TLS);
            }

            @Override
            public void late() {
                turn(channel, Turned.SILENT);
            }
        }));
    }

    private boolean begin(Channel channel, Optional<SocketAddress> named, Runnable handshake) {
        lobby.leave(channel);
        String source = Source.of(named.map(SocketAddress::host).orElseGet(() -> addressOf(channel)));
        Slot slot = new Slot(channel, source, LoopClock.of(channel.eventLoop()));
        return switch (slots.enter(slot)) {
            case Entry.Full() -> {
                turn(channel, Turned.TOO_MANY_HANDSHAKES);
                yield false;
            }
            case Entry.FullForSource() -> {
                turn(channel, Turned.TOO_MANY_HANDSHAKES_OF_SOURCE);
                yield false;
            }
            case Entry.Granted(Optional<Slot> evicted) -> {
                evicted.map(Slot::channel).ifPresent(Door::evict);
                channel.closeFuture().addListener(_ -> slots.leave(slot));
                keepAlive.applyTo(channel);
                handshake.run();
                channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(_ -> slots.leave(slot));
                yield true;
            }
        };
    }

    /// On the event loop of the handshake, which may have come to its end meanwhile. It fails for whoever waits for it:
    /// counted there, once, as every handshake that failed.
    private static void evict(Channel channel) {
        channel.eventLoop().execute(() -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls != null && !tls.handshakeFuture().isDone()) {
                channel.pipeline()
                        .fireUserEventTriggered(new SslHandshakeCompletionEvent(new HandshakeStalledException()));
                var _ = channel.close();
            }
        });
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
