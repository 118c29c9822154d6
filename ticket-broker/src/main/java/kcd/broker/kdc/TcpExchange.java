package kcd.broker.kdc;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import kcd.broker.dns.DeadlineInput;

/**
 * One question to one domain controller over TCP: a four-byte length, the message, and the same back. RFC 4120 section
 * 7.2.2.
 *
 * <p>It blocks; run on a virtual thread, an interrupt closes the socket and ends it at once.
 */
public final class TcpExchange {
    /** A ticket with a PAC of a user in a thousand groups is below 100 KiB; anything near this is no KDC. */
    static final int MAX_REPLY_BYTES = 1 << 20;

    private static final int AS_REP = 0x6B;
    private static final int TGS_REP = 0x6D;
    private static final int KRB_ERROR = 0x7E;

    private final KdcTimeouts timeouts;

    public TcpExchange(KdcTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** The answer, whatever it says. */
    public byte[] ask(ControllerAddress controller, byte[] request) throws IOException {
        long deadline = System.nanoTime() + timeouts.answer().toNanos();
        try (var socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(addressOf(controller), millis(timeouts.connect()));
            socket.getOutputStream().write(framed(request));
            return reply(socket, deadline);
        }
    }

    private static InetSocketAddress addressOf(ControllerAddress controller) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(controller.host()), controller.port());
    }

    private static byte[] framed(byte[] request) {
        return ByteBuffer.allocate(Integer.BYTES + request.length)
                .putInt(request.length)
                .put(request)
                .array();
    }

    private static byte[] reply(Socket socket, long deadline) throws IOException {
        var in = new DataInputStream(new DeadlineInput(socket, deadline));
        int length = in.readInt();
        if (length <= 0 || length > MAX_REPLY_BYTES) {
            throw new ProtocolException("it announced a reply of " + Integer.toUnsignedString(length) + " bytes");
        }
        var reply = new byte[length];
        in.readFully(reply);
        int tag = Byte.toUnsignedInt(reply[0]);
        if (tag != AS_REP && tag != TGS_REP && tag != KRB_ERROR) {
            throw new ProtocolException("it answered with something that is no Kerberos message");
        }
        return reply;
    }

    static int millis(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.toMillis()));
    }
}
