package kcd.edge.door;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The connections that have not said their whole ClientHello yet, over all event loops, in the order in which they
/// came.
///
/// Each costs a descriptor, the bytes it has said and no computing, so there is room for many. When there is none left,
/// the one that has been here longest makes room: whoever fills the lobby pushes out its own, while a device that
/// speaks is never long here.
public final class Lobby {
    private final int most;
    private final int mostBytes;
    private final SequencedMap<Channel, Integer> waiting = new LinkedHashMap<>();
    private long bytes;

    /// @param most at a time
    /// @param mostBytes that these have said, together
    public Lobby(int most, int mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /// Lets one more in, always. Who has to leave for it, if the lobby was full.
    synchronized Optional<Channel> enter(Channel channel) {
        Optional<Channel> longest = waiting.size() < most ? Optional.empty() : Optional.of(removeFirst());
        waiting.putLast(channel, 0);
        return longest;
    }

    /// One of them has said so much by now. Who has to leave for that, perhaps itself.
    synchronized List<Channel> said(Channel channel, int size) {
        Integer before = waiting.replace(channel, size);
        if (before == null) {
            return List.of();
        }
        bytes += size - before;
        List<Channel> gone = new ArrayList<>();
        Iterator<Map.Entry<Channel, Integer>> longest = waiting.entrySet().iterator();
        while (bytes > mostBytes) {
            Map.Entry<Channel, Integer> next = longest.next();
            if (next.getValue() > 0) {
                bytes -= next.getValue();
                gone.add(next.getKey());
                longest.remove();
            }
        }
        return gone;
    }

    synchronized void leave(Channel channel) {
        Integer size = waiting.remove(channel);
        bytes -= size == null ? 0 : size;
    }

    private Channel removeFirst() {
        Map.Entry<Channel, Integer> longest = waiting.firstEntry();
        leave(longest.getKey());
        return longest.getKey();
    }
}
