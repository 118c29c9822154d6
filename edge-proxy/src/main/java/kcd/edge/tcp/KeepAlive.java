package kcd.edge.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/// How TCP looks after a connection that rests. RFC 9293 section 3.8.4.
///
/// Each look keeps the connection known to the firewalls, address translations and load balancers on its way, which
/// forget one that is silent, most of them after some minutes; and it finds out that a peer has vanished.
///
/// @param idle silence after which it first looks
/// @param interval between looks that are not answered
/// @param probes how many of these until the connection is given up
public record KeepAlive(Duration idle, Duration interval, int probes) {
    /// Where the platform lets a connection have times of its own; elsewhere the platform's remain in force.
    public void applyTo(Channel channel) {
        if (channel instanceof EpollSocketChannel) {
            set(
                    channel.config(),
                    EpollChannelOption.TCP_KEEPIDLE,
                    EpollChannelOption.TCP_KEEPINTVL,
                    EpollChannelOption.TCP_KEEPCNT);
        } else {
            set(
                    channel.config(),
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT));
        }
    }

    private void set(
            ChannelConfig config,
            ChannelOption<Integer> idleSeconds,
            ChannelOption<Integer> intervalSeconds,
            ChannelOption<Integer> count) {
        config.setOption(idleSeconds, Math.toIntExact(idle.toSeconds()));
        config.setOption(intervalSeconds, Math.toIntExact(interval.toSeconds()));
        config.setOption(count, probes);
    }
}
