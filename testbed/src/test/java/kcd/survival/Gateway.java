package kcd.survival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import kcd.lab.pki.LabTls;
import kcd.lab.process.ServiceProcess;
import kcd.lab.process.ServiceStartException;
import kcd.lab.twin.GatewaySettings;
import kcd.lab.twin.Lab;
import kcd.lab.upstream.ExchangeSettings;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.Credential.PemFiles;

/// The packaged gateway before the lab, every process at a loopback address of its own, as pods are.
/// `ticket-broker` is a headless name: it has the addresses of the brokers that are [#announce]d, at once, as a
/// cluster's DNS has.
final class Gateway implements AutoCloseable {
    static final int EDGE_PORT = 8443;
    static final int EDGES = 2;
    static final int LOOPS = 2;

    private static final String EDGE_NETWORK = "127.0.121.";
    private static final String BROKER_NETWORK = "127.0.120.";
    private static final int BROKER_PORT = 9443;
    private static final int BROKERS = 2;
    private static final Duration START = Duration.ofSeconds(120);
    private static final Path HOME = Path.of(System.getProperty("kcd.project", ".."));

    private final Path directory;
    private final Lab lab;
    private final Map<String, String> edgeSettings;
    private final Map<String, String> brokerSettings;
    private final Path hosts;
    private final List<ServiceProcess> started = new ArrayList<>();
    private final List<Pod> brokers = new ArrayList<>();
    private final Map<Integer, Pod> edges = new LinkedHashMap<>();
    private Map<String, String> edgesHave = Map.of();
    private int brokersSoFar;

    /// Starts the lab and the crl-service.
    Gateway(Path directory) throws IOException, ServiceStartException, InterruptedException {
        this.directory = directory;
        System.setProperty(
                "java.security.krb5.conf", directory.resolve("krb5.conf").toString());
        this.lab = new Lab(directory, ExchangeSettings.LIKE_IIS.withPingHold(Duration.ofMinutes(10)));
        GatewaySettings settings = new GatewaySettings(lab, directory);
        this.edgeSettings = settings.edgeProxy();
        this.brokerSettings = settings.ticketBroker();
        this.hosts = directory.resolve("hosts");
        PemFiles front = writeFront(newFront());
        edgeSettings.put("kcd.tls.certificate", front.certificate().toString());
        edgeSettings.put("kcd.tls.private-key", front.privateKey().toString());
        announce(List.of());
        start("crl-service", 1, settings.crlService()).awaitReady(START);
    }

    Lab lab() {
        return lab;
    }

    /// A server certificate for the edges, with a key of its own.
    Credential newFront() {
        return lab.pki().servers().server("localhost", "127.0.0.1", EDGE_NETWORK + 1, EDGE_NETWORK + 2);
    }

    /// Puts it where the edges look.
    PemFiles writeFront(Credential credential) {
        return lab.pki().files(credential, "edge-front");
    }

    /// A device of alice's.
    SSLContext alice() {
        return LabTls.client(
                Optional.of(lab.pki().devices().user("alice@worldwide.lab")),
                lab.pki().servers().certificate());
    }

    /// Both brokers, ready, and known to the name server.
    List<Pod> brokers() throws IOException, ServiceStartException, InterruptedException {
        brokers.removeIf(Pod::hasEnded);
        List<Pod> fresh = new ArrayList<>();
        while (brokers.size() + fresh.size() < BROKERS) {
            fresh.add(newBroker());
        }
        for (Pod broker : fresh) {
            broker.process().awaitReady(START);
        }
        brokers.addAll(fresh);
        announce(brokers);
        return List.copyOf(brokers);
    }

    /// The addresses of `ticket-broker`, from now on.
    void announce(List<Pod> known) throws IOException {
        String zone = "127.0.0.1 localhost\n"
                + known.stream()
                        .map(broker -> broker.address() + " ticket-broker\n")
                        .collect(Collectors.joining());
        Path fresh = Files.writeString(directory.resolve("hosts.new"), zone);
        Files.move(fresh, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Pod newBroker() throws IOException {
        int number = ++brokersSoFar;
        String address = BROKER_NETWORK + number;
        int management = 9500 + number;
        Map<String, String> settings = new LinkedHashMap<>(brokerSettings);
        settings.put("kcd.drain.notice", "2s");
        settings.put("quarkus.http.host", address);
        settings.put("quarkus.http.ssl-port", Integer.toString(BROKER_PORT));
        settings.put("quarkus.management.port", Integer.toString(management));
        return new Pod(number, address, management, start("ticket-broker", number, settings));
    }

    /// Both edges, ready.
    List<Pod> edges() throws IOException, ServiceStartException, InterruptedException {
        return edges(Map.of());
    }

    /// The same, with these settings besides the usual ones; those that run with others are replaced.
    List<Pod> edges(Map<String, String> more) throws IOException, ServiceStartException, InterruptedException {
        if (!more.equals(edgesHave)) {
            edges.values().forEach(Pod::kill);
            edgesHave = Map.copyOf(more);
        }
        for (int number = 1; number <= EDGES; number++) {
            Pod before = edges.get(number);
            if (before == null || before.hasEnded()) {
                edges.put(number, startEdge(number, more));
            }
        }
        for (Pod edge : edges.values()) {
            edge.process().awaitReady(START);
        }
        return List.copyOf(edges.values());
    }

    private Pod startEdge(int number, Map<String, String> more) throws IOException {
        String address = EDGE_NETWORK + number;
        int management = 9600 + number;
        Map<String, String> settings = new LinkedHashMap<>(edgeSettings);
        settings.put("kcd.listen.host", address);
        settings.put("kcd.listen.port", Integer.toString(EDGE_PORT));
        settings.put("quarkus.management.port", Integer.toString(management));
        settings.put("kcd.broker.endpoint", "ticket-broker:" + BROKER_PORT);
        settings.put("kcd.warm-up.at-most", "0s");
        // The machine may be slow to start a JVM.
        settings.put("kcd.broker.deadline", "60s");
        settings.putAll(more);
        return new Pod(number, address, management, start("edge-proxy", number, settings));
    }

    static List<String> addresses(List<Pod> pods) {
        return pods.stream().map(Pod::address).toList();
    }

    /// A file of a test's own beside the others.
    Path file(String name) {
        return directory.resolve(name);
    }

    private ServiceProcess start(String service, int number, Map<String, String> settings) throws IOException {
        ServiceProcess process = ServiceProcess.start(
                service,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // As many event loops on any machine, since tests count what each of them has.
                        "-XX:ActiveProcessorCount=" + LOOPS,
                        "-Djdk.net.hosts.file=" + hosts,
                        "-jar",
                        ServiceProcess.jar(HOME, service).toString()),
                Files.createDirectories(directory.resolve(service + "-" + number)),
                settings);
        started.add(process);
        return process;
    }

    @Override
    public void close() throws IOException {
        started.forEach(process -> process.handle().destroy());
        started.reversed().forEach(ServiceProcess::close);
        lab.close();
    }
}
