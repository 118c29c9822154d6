package kcd.lab.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/// A listener, on loopback unless told otherwise, with one virtual thread per connection; closing it closes its
/// connections, too.
public final class LoopbackServer implements AutoCloseable {

    static final int MAX_CONNECTIONS = 10_000;
    private static final int BACKLOG = 1_000;

    private final String name;
    private final ServerSocket listener;
    private final Connection connection;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// Serves one connection to its end. Runs on a thread of its own; the socket is closed for it afterwards.
    public interface Connection {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    private LoopbackServer(String name, ServerSocket listener, Connection connection) {
        this.name = name;
        this.listener = listener;
        this.connection = connection;
    }

    /// @param port 0 for a free one
    /// @param sockets with or without TLS
    public static LoopbackServer start(String name, int port, ServerSocketFactory sockets, Connection connection)
            throws IOException {
        return start(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), sockets, connection);
    }

    /// @param at where to listen; port 0 for a free one
    public static LoopbackServer start(
            String name, InetSocketAddress at, ServerSocketFactory sockets, Connection connection) throws IOException {
        ServerSocket listener = sockets.createServerSocket();
        listener.bind(at, BACKLOG);
        LoopbackServer server = new LoopbackServer(name, listener, connection);
        Thread.ofVirtual().name(name).start(server::acceptAll);
        return server;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    System.getLogger(name).log(System.Logger.Level.DEBUG, "a connection never came to be", e);
                }
            }
        }
    }

    private void accept(Socket socket) throws IOException {
        if (open.size() >= MAX_CONNECTIONS) {
            socket.close();
            return;
        }
        open.add(socket);
        Thread.ofVirtual().name(name + "-connection").start(() -> serve(socket));
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            connection.serve(socket);
        } catch (IOException e) {
            // What a client does to its connection is the client's business.
            System.getLogger(name).log(System.Logger.Level.DEBUG, "a connection broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
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
