package kcd.lab.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Loopback ports for processes that are about to start: nobody listens there at the moment, and none is found twice by
/// one process.
///
/// They are not of the system's choice: what it chooses for a listener it gives to connections that go out as well, and
/// one of these could have it before the process listens.
public final class FreePorts {

    /// Below what systems give away: Linux from 32768 on, others from 49152. And below Kubernetes' node ports.
    static final int HIGHEST = 29_999;
    static final int LOWEST = 15_000;

    private static final int SPAN = HIGHEST - LOWEST + 1;

    /// Where it begins is chance, for the sake of others that run beside us.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(SPAN));

    private FreePorts() {}

    public static List<Integer> find(int count) throws IOException {
        List<Integer> found = new ArrayList<>();
        for (int tried = 0; tried < SPAN && found.size() < count; tried++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), SPAN);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IOException("no " + count + " free ports from " + LOWEST + " to " + HIGHEST);
        }
        return List.copyOf(found);
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (BindException taken) {
            return false;
        }
    }
}
