package kcd.edge.bed;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that takes connections and ends them at once, as a load balancer does with nothing behind it. Counts them.
public final class DeadServer implements AutoCloseable {
    private final ServerSocket listener = OwnPort.listen();
    private final AtomicInteger asked = new AtomicInteger();
    private final Thread acceptor;

    public DeadServer() throws IOException {
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// How often somebody tried.
    public int asked() {
        return asked.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                asked.incrementAndGet();
                socket.setSoLinger(true, 0);
            } catch (IOException _) {
                return; // Closed.
            }
        }
    }

    /// Its port is free afterwards: the system keeps it for as long as a thread is in accept.
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
