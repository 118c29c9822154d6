package kcd.bench.crl;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kcd.lab.process.ServiceProcess;

/**
 * Full TLS 1.3 handshakes with a client certificate per CPU-second of the proxy, with a list of a million entries and
 * without: the packaged edge, nginx and HAProxy, in turn, on the same list.
 */
final class Handshakes {
    private static final int DEVICES = 200;
    private static final Duration START = Duration.ofMinutes(3);
    private static final Pattern FULL = Pattern.compile("\"full\": ?(\\d+)");

    private final CrlWorld world;
    private final Path home;
    private final Path devices;
    private final int rounds;
    private final double seconds;
    private final double warm;
    private final List<AutoCloseable> running = new ArrayList<>();

    /** What is measured: where it listens, what a request to it is answered, and its processes. */
    private record Contender(String name, boolean withList, int port, int expected, ProcessHandle process) {
        /** CPU time of all its processes so far; nginx works in a child. */
        Duration cpu() {
            return Stream.concat(Stream.of(process), process.descendants())
                    .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        long residentKilobytes() throws IOException {
            long total = 0;
            for (ProcessHandle one :
                    Stream.concat(Stream.of(process), process.descendants()).toList()) {
                total += Files.readAllLines(Path.of("/proc/" + one.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            }
            return total;
        }
    }

    Handshakes(CrlWorld world, Path home, Path devices, int rounds, double seconds, double warm) {
        this.world = world;
        this.home = home;
        this.devices = devices;
        this.rounds = rounds;
        this.seconds = seconds;
        this.warm = warm;
    }

    void run() throws Exception {
        byte[] list = world.list(1, 0);
        world.publish(list);
        world.devices(DEVICES);
        Path pem = world.writePem(list);
        try {
            List<Contender> contenders = List.of(
                    edge(false),
                    edge(true),
                    nginx("", false),
                    nginx("ssl_crl " + pem + ";", true),
                    haproxy("", false),
                    haproxy("crl-file " + pem, true));
            for (Contender contender : contenders) {
                double share = contender.name().equals("edge") ? warm : 1;
                load(contender, share);
                System.out.printf(
                        "  %-8s %-12s resident %,d KB, CPU since its start %.1f s%n",
                        contender.name(),
                        words(contender),
                        contender.residentKilobytes(),
                        contender.cpu().toMillis() / 1000.0);
            }
            measure(contenders);
        } finally {
            for (AutoCloseable one : running.reversed()) {
                one.close();
            }
        }
    }

    private void measure(List<Contender> contenders) throws Exception {
        Map<Contender, List<Double>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            // Every other round backwards, so that what still gets faster favours neither of a pair.
            for (Contender contender : round % 2 == 0 ? contenders.reversed() : contenders) {
                double value = load(contender, seconds);
                results.computeIfAbsent(contender, _ -> new ArrayList<>()).add(value);
                System.out.printf("  round %d %-8s %-12s %10.1f%n", round, contender.name(), words(contender), value);
            }
        }
        System.out.printf(
                "%nhandshakes per CPU-second, median of %d  %12s %12s %10s %16s%n",
                rounds, "no list", "1 000 000", "ratio", "rounds' ratios");
        for (int i = 0; i < contenders.size(); i += 2) {
            List<Double> without = results.getOrDefault(contenders.get(i), List.of());
            List<Double> with = results.getOrDefault(contenders.get(i + 1), List.of());
            List<Double> ratios = IntStream.range(0, rounds)
                    .mapToObj(round -> with.get(round) / without.get(round))
                    .sorted()
                    .toList();
            System.out.printf(
                    "%-39s %12.1f %12.1f %10.3f %7.3f to %.3f%s%n",
                    contenders.get(i).name(),
                    median(without),
                    median(with),
                    median(ratios),
                    ratios.getFirst(),
                    ratios.getLast(),
                    i == 0 ? "    bar 0.95" : "");
        }
    }

    private static String words(Contender contender) {
        return contender.withList() ? "with list" : "without list";
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Handshakes, each with one small request that the proxy answers itself; their number per CPU-second of the proxy. */
    private double load(Contender contender, double time) throws IOException, InterruptedException {
        Duration before = contender.cpu();
        Process load = new ProcessBuilder(
                        devices.toString(),
                        "--target",
                        "127.0.0.1:" + contender.port(),
                        "--certificates",
                        world.file("").toString(),
                        "--per-connection",
                        "1",
                        "--connections",
                        "8",
                        "--seconds",
                        String.valueOf(time),
                        "--expect",
                        String.valueOf(contender.expected()),
                        "GET",
                        "/local")
                .redirectError(world.file("devices.err").toFile())
                .start();
        String report = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        load.waitFor();
        Duration took = contender.cpu().minus(before);
        Matcher full = FULL.matcher(report);
        if (!full.find()) {
            throw new IllegalStateException("the load said: " + report);
        }
        return Double.parseDouble(full.group(1)) / Math.max(took.toMillis() / 1000.0, 0.01);
    }

    private Contender edge(boolean withList) throws Exception {
        String name = withList ? "edge-with" : "edge-without";
        int port = CrlWorld.freePort();
        Map<String, String> settings = world.edge(name, port, "https://localhost:1");
        if (withList) {
            int crlPort = CrlWorld.freePort();
            ServiceProcess service = ServiceProcess.start(
                    home, "crl-service", Files.createDirectories(world.file("crl")), world.crlService(crlPort));
            running.add(service);
            service.awaitReady(START);
            CrlWorld.revocation(settings, crlPort);
        }
        ServiceProcess edge =
                ServiceProcess.start(home, "edge-proxy", Files.createDirectories(world.file(name)), settings);
        running.add(edge);
        edge.awaitReady(START);
        return new Contender("edge", withList, port, 404, edge.handle());
    }

    private Contender nginx(String list, boolean withList) throws Exception {
        int port = CrlWorld.freePort();
        Path directory = Files.createDirectories(world.file("nginx-" + withList));
        StringBuilder temporary = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary.append("%s_temp_path %s/%s;%n".formatted(kind, directory, kind));
        }
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off; user root; worker_processes 1; pid %1$s/pid; error_log %1$s/error.log error;
                events { worker_connections 1024; }
                http {
                  access_log off; %2$s
                  server {
                    listen 127.0.0.1:%3$d ssl; server_name localhost;
                    ssl_certificate %4$s; ssl_certificate_key %5$s;
                    ssl_client_certificate %6$s; ssl_verify_client on; %7$s
                    ssl_protocols TLSv1.3; ssl_session_tickets off;
                    location = /local { return 204; }
                  }
                }
                """.formatted(
                        directory,
                        temporary,
                        port,
                        world.file("front.crt"),
                        world.file("front.key"),
                        world.file("devices-ca.pem"),
                        list));
        return started("nginx", withList, port, directory, "nginx", "-c", configuration.toString());
    }

    private Contender haproxy(String list, boolean withList) throws Exception {
        int port = CrlWorld.freePort();
        Path directory = Files.createDirectories(world.file("haproxy-" + withList));
        Path configuration = Files.writeString(directory.resolve("haproxy.cfg"), """
                global
                  nbthread 1
                  maxconn 1000
                  tune.ssl.cachesize 0
                  ssl-default-bind-options no-tls-tickets
                defaults
                  mode http
                  timeout client 1m
                  timeout http-request 1m
                frontend devices
                  bind 127.0.0.1:%d ssl crt %s ca-file %s %s verify required ssl-min-ver TLSv1.3
                  http-request return status 204
                """.formatted(
                        port, world.file("front.pem"), world.file("devices-ca.pem"), list));
        return started("haproxy", withList, port, directory, "haproxy", "-db", "-f", configuration.toString());
    }

    private Contender started(String name, boolean withList, int port, Path directory, String... command)
            throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        running.add(process::destroy);
        Instant deadline = Instant.now().plus(START);
        while (!listens(port)) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(name + " does not start, see " + directory);
            }
            Thread.sleep(100);
        }
        return new Contender(name, withList, port, 204, process.toHandle());
    }

    private static boolean listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
