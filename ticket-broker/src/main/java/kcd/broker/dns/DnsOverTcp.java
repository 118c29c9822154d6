package kcd.broker.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks name servers in turn, over TCP only: every server has to answer there (RFC 7766 section 5), the lists of large
 * forests do not fit into datagrams, and nobody off the path can forge an answer. docs/decisions/0016.
 */
public final class DnsOverTcp implements SrvLookup {
    private static final int ID_BOUND = 1 << 16;

    private final Supplier<List<InetSocketAddress>> servers;
    private final Duration timeout;
    private final SecureRandom random;

    /**
     * @param servers asked for at each look-up, as the system's may change
     * @param timeout for one server, from the connection to the end of its answer
     */
    public DnsOverTcp(Supplier<List<InetSocketAddress>> servers, Duration timeout, SecureRandom random) {
        this.servers = servers;
        this.timeout = timeout;
        this.random = random;
    }

    @Override
    public SrvAnswer lookup(String name) throws IOException {
        var failure = new IOException("no name server gave the service records of " + name);
        for (InetSocketAddress server : servers.get()) {
            try {
                return ask(server, name);
            } catch (IOException failed) {
                failure.addSuppressed(new IOException(server + ": " + failed.getMessage(), failed));
            }
        }
        throw failure;
    }

    private SrvAnswer ask(InetSocketAddress server, String name) throws IOException {
        int id = random.nextInt(ID_BOUND);
        byte[] question = DnsMessage.question(id, name);
        long deadline = System.nanoTime() + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, Math.toIntExact(timeout.toMillis()));
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(Short.BYTES + question.length)
                            .putShort((short) question.length)
                            .put(question)
                            .array());
            var in = new DataInputStream(new DeadlineInput(socket, deadline));
            var answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return DnsMessage.answer(id, answer);
        }
    }
}
