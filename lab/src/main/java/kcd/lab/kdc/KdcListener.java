package kcd.lab.kdc;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ServerSocketFactory;
import kcd.kerberos.crypto.Octets;
import kcd.lab.net.LoopbackServer;

/// A KDC on one port, TCP and UDP. RFC 4120 section 7.2.
public final class KdcListener implements AutoCloseable {

    static final int MAX_REQUEST_BYTES = 64 * 1_024;
    /// Active Directory's bound; larger answers go over TCP.
    static final int MAX_DATAGRAM_BYTES = 1_465;

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);
    private static final int PORT_ATTEMPTS = 20;

    private final LabKdc kdc;
    private final LoopbackServer tcp;
    private final DatagramSocket udp;

    private KdcListener(LabKdc kdc, LoopbackServer tcp, DatagramSocket udp) {
        this.kdc = kdc;
        this.tcp = tcp;
        this.udp = udp;
    }

    /// Listens on a port that is free for both protocols.
    ///
    /// @param at where; port 0 for a free one
    public static KdcListener start(LabKdc kdc, InetSocketAddress at) throws IOException {
        for (int attempt = 1; ; attempt++) {
            LoopbackServer tcp =
                    LoopbackServer.start("lab-kdc", at, ServerSocketFactory.getDefault(), socket -> serve(kdc, socket));
            try {
                InetSocketAddress address = new InetSocketAddress(at.getAddress(), tcp.port());
                KdcListener listener = new KdcListener(kdc, tcp, new DatagramSocket(address));
                Thread.ofVirtual().name("lab-kdc-udp").start(listener::serveDatagrams);
                return listener;
            } catch (BindException taken) {
                tcp.close();
                if (attempt == PORT_ATTEMPTS || at.getPort() != 0) {
                    throw taken;
                }
            }
        }
    }

    public int port() {
        return tcp.port();
    }

    private static void serve(LabKdc kdc, Socket socket) throws IOException {
        socket.setSoTimeout((int) IDLE_TIMEOUT.toMillis());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        while (true) {
            int length = in.readInt();
            if (length < 0 || length > MAX_REQUEST_BYTES) {
                return;
            }
            byte[] answer = kdc.answer(Octets.of(in.readNBytes(length))).toArray();
            byte[] framed = ByteBuffer.allocate(Integer.BYTES + answer.length)
                    .putInt(answer.length)
                    .put(answer)
                    .array();
            out.write(framed);
            out.flush();
        }
    }

    private void serveDatagrams() {
        byte[] buffer = new byte[MAX_REQUEST_BYTES];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Octets answer = kdc.answer(Octets.of(Arrays.copyOf(buffer, packet.getLength())));
                byte[] fitting = (answer.length() > MAX_DATAGRAM_BYTES ? kdc.tooBig() : answer).toArray();
                udp.send(new DatagramPacket(fitting, fitting.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!udp.isClosed()) {
                    System.getLogger("lab-kdc").log(System.Logger.Level.DEBUG, "a datagram was lost", e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
