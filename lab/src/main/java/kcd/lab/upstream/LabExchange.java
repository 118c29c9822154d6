package kcd.lab.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import kcd.lab.net.LabPlace;
import kcd.lab.net.LoopbackServer;

/// The stand-in as a whole: HTTPS, and a journal of what arrived.
public final class LabExchange implements AutoCloseable {

    private final TokenJudge judge;
    private final ExchangeSettings settings;
    private final ExchangeJournal journal = new ExchangeJournal();
    private final LoopbackServer server;

    /// Listens on a free loopback port.
    ///
    /// @param tls the server's certificate
    /// @param judge what its tokens are judged by; a [BoundTokenJudge] for Extended Protection
    public LabExchange(SSLContext tls, TokenJudge judge, ExchangeSettings settings) throws IOException {
        this(tls, judge, settings, LabPlace.LOOPBACK.exchange());
    }

    /// @param at where to listen; port 0 for a free one
    public LabExchange(SSLContext tls, TokenJudge judge, ExchangeSettings settings, InetSocketAddress at)
            throws IOException {
        this.judge = judge;
        this.settings = settings;
        this.server = LoopbackServer.start("lab-exchange", at, tls.getServerSocketFactory(), this::serve);
    }

    public int port() {
        return server.port();
    }

    public ExchangeJournal journal() {
        return journal;
    }

    private void serve(Socket socket) throws IOException {
        ConnectionAuthentication authentication =
                new ConnectionAuthentication(settings.persistence(), judge, journal.mixUps());
        new ExchangeConnection(socket, journal, authentication, settings.pingHold()).serve();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
