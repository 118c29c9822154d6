package kcd.bench.crl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes TCP connections on and counts what comes back, TLS and all: the bytes on the wire to one subscriber. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final AtomicLong bytes = new AtomicLong();

    Relay(int target) throws IOException {
        door = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(target));
    }

    int port() {
        return door.getLocalPort();
    }

    /** What went to the subscriber so far. */
    long bytes() {
        return bytes.get();
    }

    private void accept(int target) {
        try {
            while (true) {
                Socket near = door.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> copy(near, far, new AtomicLong()));
                Thread.ofVirtual().start(() -> copy(far, near, bytes));
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private static void copy(Socket from, Socket to, AtomicLong count) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 14];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            // One of the two has left.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
