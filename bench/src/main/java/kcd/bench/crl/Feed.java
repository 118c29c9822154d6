package kcd.bench.crl;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import kcd.bench.crl.Listener.Arrival;
import kcd.lab.process.ServiceProcess;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.Credential.PemFiles;

/**
 * A million entries and then a hundred more, one of them a device that holds a Ping: bytes on the wire to each subscriber,
 * time until it has the new version, time until the Ping has ended, and what that costs the crl-service. One packaged edge
 * and nineteen listeners are subscribed.
 */
final class Feed {
    private static final int LISTENERS = 19;
    private static final int MORE = 99;
    private static final int CHANGES = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final CrlWorld world;
    private final Path home;
    private final List<BigInteger> revoked = new ArrayList<>();

    Feed(CrlWorld world, Path home) {
        this.world = world;
        this.home = home;
    }

    void run() throws Exception {
        world.publish(world.list(1, 0));
        int crlPort = CrlWorld.freePort();
        int edgePort = CrlWorld.freePort();
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        HttpsServer upstream = upstream(over, held);
        PemFiles own = world.mesh().service("edge-proxy", "localhost").writePem(world.file(""), "listener");
        List<Listener> listeners = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.start(
                        home, "crl-service", Files.createDirectories(world.file("crl")), world.crlService(crlPort));
                Relay edgeWire = new Relay(crlPort)) {
            service.awaitReady(PATIENCE);
            System.out.printf("crl-service: first list in force after %.2f CPU-s, its start included%n", cpu(service));
            Map<String, String> settings = world.edge(
                    "edge",
                    edgePort,
                    "https://localhost:" + upstream.getAddress().getPort());
            CrlWorld.revocation(settings, edgeWire.port());
            try (ServiceProcess edge =
                    ServiceProcess.start(home, "edge-proxy", Files.createDirectories(world.file("edge")), settings)) {
                edge.awaitReady(PATIENCE);
                double before = cpu(service);
                for (int i = 0; i < LISTENERS; i++) {
                    listeners.add(new Listener(crlPort, own, world));
                }
                await(
                        "first snapshots",
                        () -> listeners.stream().allMatch(one -> one.latest().isPresent()));
                System.out.printf(
                        "first snapshot to %d listeners: %,d bytes each, %.2f CPU-s of the crl-service in all%n",
                        LISTENERS, listeners.getFirst().bytes(), cpu(service) - before);
                for (int change = 1; change <= CHANGES; change++) {
                    change(change, service, edgeWire, edgePort, listeners, held);
                }
            }
        } finally {
            over.countDown();
            upstream.stop(0);
            for (Listener listener : listeners) {
                listener.close();
            }
        }
    }

    private void change(
            int number,
            ServiceProcess service,
            Relay edgeWire,
            int edgePort,
            List<Listener> listeners,
            AtomicInteger held)
            throws Exception {
        Credential device = world.users().user("device" + number + "@example.com");
        revoked.add(device.certificate().getSerialNumber());
        try (HeldPing ping = new HeldPing(device, world, edgePort)) {
            int target = number;
            await("a held Ping", () -> held.get() >= target);
            List<Long> bytes = listeners.stream().map(Listener::bytes).toList();
            long edgeBytes = edgeWire.bytes();
            double cpu = cpu(service);
            world.publish(world.list(1 + number, MORE * number, revoked.toArray(BigInteger[]::new)));
            Instant asked = Instant.now();
            world.nudge();
            await("the change", () -> listeners.stream().allMatch(one -> isAfter(one, asked)));
            await("the end of the Ping", () -> ping.endedAt().isPresent());
            Instant published = arrival(listeners.getFirst()).publishedAt();
            report(number, published, ping, listeners, bytes, edgeWire.bytes() - edgeBytes, cpu(service) - cpu);
        }
    }

    private static void report(
            int number,
            Instant published,
            HeldPing ping,
            List<Listener> listeners,
            List<Long> bytesBefore,
            long edgeBytes,
            double cpu) {
        double slowest = listeners.stream()
                .mapToDouble(one -> seconds(published, arrival(one).at()))
                .max()
                .orElseThrow();
        long most = IntStream.range(0, listeners.size())
                .mapToLong(i -> listeners.get(i).bytes() - bytesBefore.get(i))
                .max()
                .orElseThrow();
        boolean changes = listeners.stream().allMatch(one -> arrival(one).change());
        System.out.printf(
                "change %d: as %s; bytes on the wire: edge %,d, listeners at most %,d (bar 10,000); the slowest of %d had it"
                        + " after %.3f s (bar 2); held Ping ended after %.3f s (bar 2): %s; crl-service %.2f CPU-s%n",
                number,
                changes ? "a change" : "a snapshot",
                edgeBytes,
                most,
                listeners.size(),
                slowest,
                seconds(published, ping.endedAt().orElseThrow()),
                ping.told(),
                cpu);
    }

    private static boolean isAfter(Listener listener, Instant asked) {
        return listener.latest().filter(arrival -> arrival.at().isAfter(asked)).isPresent();
    }

    private static Arrival arrival(Listener listener) {
        return listener.latest().orElseThrow();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private static double cpu(ServiceProcess service) {
        return service.handle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    /** Keeps every request until the end. */
    private HttpsServer upstream(CountDownLatch over, AtomicInteger held) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(HeldPing.tls(world.mesh().server("localhost", "127.0.0.1"), world)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            held.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(what + " did not come within " + PATIENCE);
            }
            Thread.sleep(5);
        }
    }
}
