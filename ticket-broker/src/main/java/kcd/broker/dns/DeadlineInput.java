package kcd.broker.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Reads from a socket under one deadline for all reads together, so that a trickle of bytes cannot hold us. */
public final class DeadlineInput extends InputStream {
    private final Socket socket;
    private final long deadline;

    /** @param deadline by {@link System#nanoTime} */
    public DeadlineInput(Socket socket, long deadline) {
        this.socket = socket;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!left.isPositive()) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        socket.setSoTimeout(Math.toIntExact(Math.max(1, left.toMillis())));
        return socket.getInputStream().read(into, offset, length);
    }
}
