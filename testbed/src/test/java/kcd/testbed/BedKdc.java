package kcd.testbed;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import kcd.kerberos.exchange.Kdc;
import kcd.kerberos.exchange.KdcUnreachableException;
import kcd.kerberos.name.Realm;

/** The bed's KDCs over TCP, counting round trips. RFC 4120 section 7.2.2. */
final class BedKdc implements Kdc {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Bed bed;
    private final Function<Realm, String> controllers;
    private final UnaryOperator<byte[]> onTheWay;
    private final AtomicInteger exchanges = new AtomicInteger();

    BedKdc(Bed bed) {
        this(bed, request -> request);
    }

    /** With somebody on the way who changes what is asked. */
    BedKdc(Bed bed, UnaryOperator<byte[]> onTheWay) {
        this(bed, realm -> bed.realm(realm, "kdc"), onTheWay);
    }

    private BedKdc(Bed bed, Function<Realm, String> controllers, UnaryOperator<byte[]> onTheWay) {
        this.bed = bed;
        this.controllers = controllers;
        this.onTheWay = onTheWay;
    }

    /** For the first realm the KDC that takes keys in FAST armour only. */
    static BedKdc strict(Bed bed) {
        return new BedKdc(
                bed,
                realm -> bed.realms().getFirst().equals(realm) ? bed.get("strict-kdc") : bed.realm(realm, "kdc"),
                request -> request);
    }

    @Override
    public byte[] exchange(Realm realm, byte[] asked) throws KdcUnreachableException {
        if (!bed.has(realm)) {
            throw new KdcUnreachableException(realm, false, "the bed has no realm " + realm);
        }
        exchanges.incrementAndGet();
        byte[] request = onTheWay.apply(asked);
        String[] controller = controllers.apply(realm).split(":", -1);
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(controller[0], Integer.parseInt(controller[1])), TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(4 + request.length)
                    .putInt(request.length)
                    .put(request)
                    .array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readInt());
        } catch (IOException e) {
            throw new KdcUnreachableException(realm, true, String.valueOf(e.getMessage()));
        }
    }

    int exchanges() {
        return exchanges.get();
    }
}
