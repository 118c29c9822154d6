package kcd.edge.bed;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port for a server that goes and comes back. One that the system chose may be anybody's meanwhile: it gives the
/// same ones to outgoing connections.
public final class OwnPort {
    /// The ports that Linux gives away begin at 32768.
    private static final int FIRST = 20_000;

    private static final int BEHIND_LAST = 32_768;
    private static final int BACKLOG = 50;
    private static final int MOST_TRIES = 100;

    private OwnPort() {}

    /// Listens on loopback, on a port that is nobody's.
    public static ServerSocket listen() throws IOException {
        for (int i = 1; i < MOST_TRIES; i++) {
            try {
                return listen(ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST));
            } catch (BindException _) {
                // Somebody's. The next one.
            }
        }
        return listen(0);
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    }
}
