package kcd.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.lab.crl.LabCrlHost;
import kcd.lab.pki.LabPki;
import kcd.lab.process.GatewayBase;
import kcd.lab.process.ServiceProcess;
import kcd.lab.process.ServiceStartException;
import kcd.pki.workshop.Credential;

/** The three packaged services as processes in front of the bed, with a certificate authority of the test's own. */
final class BedGateway implements AutoCloseable {
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");
    /** Beneath it the bed's web servers answer any path. */
    static final String WEB_PATH = "/sink";

    private static final String CRL = "devices.crl";
    private static final Duration START = Duration.ofSeconds(180);

    private final Bed bed;
    private final Path directory;
    private final LabPki pki;
    private final LabCrlHost crlHost;
    private final GatewayBase base;
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();

    BedGateway(Bed bed, Path directory) throws IOException {
        this.bed = bed;
        this.directory = Files.createDirectories(directory);
        this.pki = new LabPki(directory);
        this.crlHost = new LabCrlHost();
        this.base = new GatewayBase(pki, directory);
    }

    /** Starts all three and waits until they are ready. */
    void start() throws IOException, InterruptedException, ServiceStartException {
        start(Map.of());
    }

    /** The same, the broker with these settings instead of, or besides, the usual ones. */
    void start(Map<String, String> brokers) throws IOException, InterruptedException, ServiceStartException {
        start(brokers, Map.of(), "-Xmx256m");
    }

    /** The same for the edge as well, whose JVM gets this heap. */
    void start(Map<String, String> brokers, Map<String, String> edges, String edgeHeap)
            throws IOException, InterruptedException, ServiceStartException {
        publishCrl();
        Path home = Path.of(System.getProperty("kcd.project", ".."));
        Map<String, String> broker = ticketBroker();
        broker.putAll(brokers);
        Map<String, String> edge = edgeProxy();
        edge.putAll(edges);
        services.put(
                "crl-service", ServiceProcess.start(home, "crl-service", directory, base.crlService(crlHost.uri(CRL))));
        services.put("ticket-broker", ServiceProcess.start(home, "ticket-broker", directory, broker));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                edgeHeap,
                "-jar",
                ServiceProcess.jar(home, "edge-proxy").toString());
        services.put("edge-proxy", ServiceProcess.start("edge-proxy", command, directory, edge));
        for (ServiceProcess service : services.values()) {
            service.awaitReady(START);
        }
    }

    /** Starts the broker alone, with these settings instead of, or besides, the usual ones. */
    void startBroker(Map<String, String> settings) throws IOException, InterruptedException, ServiceStartException {
        Path home = Path.of(System.getProperty("kcd.project", ".."));
        Map<String, String> changed = ticketBroker();
        changed.putAll(settings);
        ServiceProcess broker = ServiceProcess.start(home, "ticket-broker", directory, changed);
        services.put("ticket-broker", broker);
        broker.awaitReady(START);
    }

    LabPki pki() {
        return pki;
    }

    int edgePort() {
        return base.port("edge-proxy");
    }

    int brokerPort() {
        return base.port("ticket-broker");
    }

    /** Where a service serves health and metrics. */
    int managementPort(String service) {
        return base.managementPort(service);
    }

    /** A client certificate for calling the broker. */
    Credential caller(String name) {
        return pki.services().service(name, "localhost");
    }

    /** PEM file of the CA that issued the services' certificates, and the callers'. */
    String serviceCa() {
        return base.serviceCa();
    }

    /** PEM file of the CA that issues the devices' certificates. */
    String deviceCa() {
        return base.deviceCa();
    }

    void publishCrl() {
        crlHost.publish(CRL, pki.revocations().issue());
    }

    /** What the services wrote so far, all of it. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        for (ServiceProcess service : services.values()) {
            all.append(Files.readString(service.log()));
        }
        return all.toString();
    }

    /** A service's process. */
    ProcessHandle process(String service) {
        return Optional.ofNullable(services.get(service)).orElseThrow().handle();
    }

    boolean allAlive() {
        return services.values().stream().allMatch(ServiceProcess::isAlive);
    }

    private Map<String, String> edgeProxy() {
        Map<String, String> settings = base.edgeProxy();
        bed.realms().forEach(realm -> route(settings, realm, realm(realm, "web.spn"), "/" + shortName(realm)));
        route(settings, HOME, "HTTP/other.worldwide.test", "/not-delegated");
        route(settings, HOME, "HTTP/nosuch.worldwide.test", "/not-registered");
        route(settings, new Realm("EMEA.WORLDWIDE.TEST"), "HTTP/closed.emea.worldwide.test", "/closed");
        return settings;
    }

    private void route(Map<String, String> settings, Realm realm, String spn, String path) {
        String key = "kcd.routes." + path.substring(1) + ".";
        settings.put(key + "path", WEB_PATH + path);
        // By address: the bed has no DNS, and its certificates name both.
        settings.put(key + "upstream", "https://" + bed.address(realm) + ":" + realm(realm, "web.https-port"));
        settings.put(key + "target-spn", spn);
        settings.put(key + "upstream-trust-store", bed.ca().toString());
    }

    private Map<String, String> ticketBroker() {
        Principal account = Principal.parse("SVC_awseg@" + HOME);
        Map<String, String> settings = base.ticketBroker(account.toString(), bed.keytabFile(account));
        List<String> targets = new ArrayList<>(
                List.of("HTTP/other.worldwide.test", "HTTP/nosuch.worldwide.test", "HTTP/closed.emea.worldwide.test"));
        for (Realm realm : bed.realms()) {
            settings.put("kcd.domains.\"" + realm + "\".domain-controllers", realm(realm, "kdc"));
            targets.add(realm(realm, "web.spn"));
        }
        settings.putAll(Bed.PATIENCE);
        // MIT's KDC leaves enterprise names as they are; with account names Apache shows who came.
        settings.put("kcd.identity.upn-is-account-name", "true");
        settings.put("kcd.callers.edge.allowed-spns", String.join(",", targets));
        settings.put("kcd.callers.edge.max-mints-per-second", "none");
        settings.put("kcd.callers.tester.max-mints-per-second", "none");
        settings.put("kcd.callers.tester.san", "tester");
        settings.put("kcd.callers.tester.allowed-spns", String.join(",", targets));
        settings.put("kcd.callers.tester.may-assert-upn", "true");
        settings.put("kcd.callers.tester.may-explain", "true");
        return settings;
    }

    private String realm(Realm realm, String what) {
        return bed.realm(realm, what);
    }

    private static String shortName(Realm realm) {
        return realm.value().split("\\.")[0].toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void close() throws Exception {
        for (ServiceProcess service : services.values()) {
            service.close();
        }
        crlHost.close();
    }
}
