package kcd.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in front of a server at the server's own address; once doomed, it dies between a request and its answer. */
final class MortalRelay implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int BACKLOG = 50;

    private final ServerSocket listener;
    private final String address;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean doomed;
    private volatile boolean dead;

    MortalRelay(String address, int port) throws IOException {
        this.address = address;
        this.port = port;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on, the next request is the last. */
    void doom() {
        doomed = true;
    }

    boolean isDead() {
        return dead;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(address, port);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pump(client, server, true));
                Thread.ofVirtual().start(() -> pump(server, client, false));
            }
        } catch (IOException closed) {
            dead = true;
        }
    }

    private void pump(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                if (requests && doomed) {
                    close();
                }
            }
        } catch (IOException closed) {
            // The other pump hears of it, too.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
