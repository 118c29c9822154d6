package kcd.edge.door;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/// The connections that have not said anything yet, over all event loops, in the order in which they came.
///
/// Each costs a descriptor and no computing, so there is room for many. When there is none left, the one that has been
/// silent longest makes room: whoever fills the lobby pushes out its own, while a device that speaks is never long
/// here.
public final class Lobby {
    private final int most;
    private final SequencedSet<Channel> silent = new LinkedHashSet<>();

    /// @param most at a time
    public Lobby(int most) {
        this.most = most;
    }

    /// Lets one more in, always. Who has to leave for it, if the lobby was full.
    synchronized Optional<Channel> enter(Channel channel) {
        Optional<Channel> longest = silent.size() < most ? Optional.empty() : Optional.of(silent.removeFirst());
        silent.addLast(channel);
        return longest;
    }

    synchronized void leave(Channel channel) {
        silent.remove(channel);
    }
}
