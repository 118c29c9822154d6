package kcd.broker.fake;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import kcd.broker.kdc.ControllerAddress;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.name.Realm;

/** A domain controller on loopback that behaves as told, badly for the most part. */
public final class FakeController implements AutoCloseable {
    /** What it does with a question that it has read. */
    public interface Behaviour {
        void answer(byte[] request, DataOutputStream out) throws IOException;
    }

    public static final byte[] TGS_REQ = {0x6C, 1, 2, 3};
    public static final byte[] AS_REQ = {0x6A, 1, 2, 3};

    public final AtomicInteger questions = new AtomicInteger();
    private final ServerSocket server;
    private volatile Behaviour behaviour;

    public FakeController(Behaviour behaviour) {
        this(0, behaviour);
    }

    /** At a given port, as one that was there before. */
    public FakeController(int port, Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers with a KRB-ERROR-like message that ends in this byte. */
    public static Behaviour answering(int mark) {
        return (_, out) -> {
            out.writeInt(2);
            out.write(new byte[] {0x7E, (byte) mark});
        };
    }

    /** Keeps the connection open and says nothing. */
    public static Behaviour silent() {
        return (_, _) -> {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Closes the connection without a word. */
    public static Behaviour hangingUp() {
        return (_, _) -> {};
    }

    /** Ends its side of the connection and keeps the other open. */
    public static Behaviour halfClosing() {
        return (_, _) -> {
            throw new HalfClose();
        };
    }

    /** A sound controller: answers as this domain does. */
    public static Behaviour of(Kdc domain, Realm realm) {
        return (request, out) -> {
            byte[] reply = ask(domain, realm, request);
            out.writeInt(reply.length);
            out.write(reply);
        };
    }

    private static byte[] ask(Kdc domain, Realm realm, byte[] request) throws IOException {
        synchronized (domain) {
            try {
                return domain.exchange(realm, request);
            } catch (KdcUnreachableException e) {
                throw new IOException(e);
            }
        }
    }

    public void behave(Behaviour other) {
        behaviour = other;
    }

    public ControllerAddress address() {
        return new ControllerAddress("127.0.0.1", server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var request = new byte[in.readInt()];
            in.readFully(request);
            questions.incrementAndGet();
            try {
                behaviour.answer(request, new DataOutputStream(socket.getOutputStream()));
            } catch (HalfClose e) {
                socket.shutdownOutput();
                in.readAllBytes();
            }
        } catch (IOException e) {
            // The broker hung up first, as it may.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class HalfClose extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
