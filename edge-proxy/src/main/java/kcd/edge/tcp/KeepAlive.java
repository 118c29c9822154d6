package kcd.edge.tcp;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/// How TCP looks after a connection that rests. RFC 9293 section 3.8.4.
///
/// Each look keeps the connection known to the firewalls, address translations and load balancers on its way, which
/// forget
/// one that is silent, most of them after some minutes; and it finds out that a peer has vanished.
///
/// @param idle silence after which it first looks
/// @param interval between looks that are not answered
/// @param probes how many of these until the connection is given up
public record KeepAlive(Duration idle, Duration interval, int probes) {
    /// Where the platform lets a connection have times of its own; elsewhere the platform's remain in force.
    public void applyTo(Channel channel) {
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, Math.toIntExact(idle.toSeconds()));
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.toIntExact(interval.toSeconds()));
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, probes);
    }

    private static void set(Channel channel, SocketOption<Integer> option, int value) {
        channel.config().setOption(NioChannelOption.of(option), value);
    }
}
