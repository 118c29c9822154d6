package kcd.lab.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// The stand-in's listener: TLS on loopback, one virtual thread per connection.
public final class LabExchange implements AutoCloseable {

    static final int MAX_CONNECTIONS = 10_000;
    private static final int BACKLOG = 1_000;

    private final ServerSocket listener;
    private final TokenJudge judge;
    private final ExchangeSettings settings;
    private final ExchangeJournal journal = new ExchangeJournal();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private LabExchange(ServerSocket listener, TokenJudge judge, ExchangeSettings settings) {
        this.listener = listener;
        this.judge = judge;
        this.settings = settings;
    }

    /// Listens on a free loopback port.
    ///
    /// @param tls the server's certificate
    /// @param judge what its tokens are judged by, channel binding included: see [BoundTokenJudge]
    public static LabExchange start(SSLContext tls, TokenJudge judge, ExchangeSettings settings) throws IOException {
        ServerSocket listener = tls.getServerSocketFactory().createServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        LabExchange exchange = new LabExchange(listener, judge, settings);
        Thread.ofVirtual().name("lab-exchange").start(exchange::accept);
        return exchange;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public ExchangeJournal journal() {
        return journal;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                if (open.size() >= MAX_CONNECTIONS) {
                    socket.close();
                    continue;
                }
                open.add(socket);
                Thread.ofVirtual().name("lab-exchange-connection").start(() -> serve(socket));
            } catch (IOException closing) {
                // close() ends the loop; anything else concerns one connection that never came to be
                continue;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new ExchangeConnection(
                            socket,
                            journal,
                            new ConnectionAuthentication(settings.persistence(), judge, journal.mixUps()),
                            settings.pingHold())
                    .serve();
        } catch (IOException peerGone) {
            // what a client does to its connection is its business; the journal has what was asked
            return;
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
