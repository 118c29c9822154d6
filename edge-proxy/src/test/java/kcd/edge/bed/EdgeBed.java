package kcd.edge.bed;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;

/// Everything around an edge: two CAs, a broker, two upstreams, and the settings that join them.
public final class EdgeBed implements AutoCloseable {
    /// Where Pings are known as such.
    public static final String ACTIVE_SYNC = "/Microsoft-Server-ActiveSync";

    private final Vertx vertx = Vertx.vertx();
    private final CertificateWorkshop workshop = CertificateWorkshop.now();
    private final TestCa deviceCa = workshop.root("Device CA");
    private final TestCa serviceCa = workshop.root("Service CA");
    private final TestCa strangerCa = workshop.root("Device CA");
    private final Path directory;
    private final Path serviceTrust;
    private final FakeBroker broker;
    private final IisLikeUpstream persistentUpstream;
    private final IisLikeUpstream strictUpstream;
    private final IisLikeUpstream otherUpstream;

    EdgeBed(Path directory) {
        this(directory, 0, 0, 0);
    }

    private EdgeBed(Path directory, int brokerPort, int persistentPort, int strictPort) {
        this.directory = directory;
        serviceTrust = serviceCa.writeCertificate(directory, "services");
        deviceCa.writeCertificate(directory, "devices");
        serviceCa.server("localhost", "127.0.0.1").writePem(directory, "server");
        serviceCa.service("localhost").writePem(directory, "mtls");
        broker = new FakeBroker(vertx, brokerPort, serviceCa.service("localhost"), directory, serviceTrust);
        Credential exchange = serviceCa.server("localhost");
        persistentUpstream = new IisLikeUpstream(vertx, persistentPort, exchange, directory, "HTTP/localhost", true);
        strictUpstream = new IisLikeUpstream(vertx, strictPort, exchange, directory, "HTTP/localhost", false);
        otherUpstream = new IisLikeUpstream(vertx, 0, exchange, directory, "HTTP/other.localhost", true);
    }

    /// The edge's settings, to be changed before use. `/eas` leads to the upstream that keeps connections
    /// authenticated, `/strict` and [#ACTIVE_SYNC] to the one that wants a token every time, `/gone` to nobody.
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kcd.listen.host", "127.0.0.1");
        settings.put("kcd.listen.port", "0");
        settings.put("kcd.tls.certificate", file("server.crt"));
        settings.put("kcd.tls.private-key", file("server.key"));
        settings.put("kcd.client-certificates.trust-store", file("devices.pem"));
        settings.put("kcd.mtls.certificate", file("mtls.crt"));
        settings.put("kcd.mtls.private-key", file("mtls.key"));
        settings.put("kcd.mtls.trust-store", file("services.pem"));
        settings.put("kcd.broker.endpoint", "localhost:" + broker.port());
        route(settings, "eas", "/eas", persistentUpstream.port());
        route(settings, "strict", "/strict", strictUpstream.port());
        route(settings, "gone", "/gone", 1);
        route(settings, "activesync", ACTIVE_SYNC, strictUpstream.port());
        settings.put("kcd.routes.challenge.authorization", "on-challenge");
        route(settings, "challenge", "/challenge", persistentUpstream.port());
        return settings;
    }

    /// A route in the settings to an upstream on this port.
    public void route(Map<String, String> settings, String name, String path, int port) {
        settings.putAll(route(name, path, port));
    }

    /// The settings of a route to an upstream on this port, to be added to.
    public Map<String, String> route(String name, String path, int port) {
        String prefix = "kcd.routes." + name + ".";
        Map<String, String> route = new LinkedHashMap<>();
        route.put(prefix + "path", path);
        route.put(prefix + "upstream", "https://localhost:" + port);
        route.put(prefix + "target-spn", "HTTP/localhost");
        route.put(prefix + "upstream-trust-store", file("services.pem"));
        return route;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Path directory() {
        return directory;
    }

    public FakeBroker broker() {
        return broker;
    }

    /// Another broker, on that port; ends with the bed.
    public FakeBroker anotherBroker(int port) {
        return new FakeBroker(vertx, port, serviceCa.service("localhost"), directory, serviceTrust);
    }

    public IisLikeUpstream persistentUpstream() {
        return persistentUpstream;
    }

    public IisLikeUpstream strictUpstream() {
        return strictUpstream;
    }

    /// An upstream that keeps every byte; no route leads there until one is configured.
    public RawUpstream rawUpstream() {
        return new RawUpstream(upstreamCertificate());
    }

    /// Another certificate of the upstreams' name.
    public Credential upstreamCertificate() {
        return serviceCa.server("localhost");
    }

    /// No route leads there: only a redirect does, and its service has a name of its own.
    public IisLikeUpstream otherUpstream() {
        return otherUpstream;
    }

    /// A certificate of a device that the edge is to trust.
    public Credential device(String commonName) {
        return deviceCa.leaf(commonName).upn(commonName + "@example.com").issue();
    }

    /// A certificate for a service on localhost, as PEM files.
    Credential.PemFiles service(String name) {
        return serviceCa.service("localhost").writePem(directory, name);
    }

    /// A server certificate for these hosts, as PEM files.
    public Credential.PemFiles server(String name, String... hosts) {
        return serviceCa.server(hosts).writePem(directory, name);
    }

    public TestCa deviceCa() {
        return deviceCa;
    }

    /// A certificate by a CA with another key that has the device CA's name.
    public Credential strangersDevice(String commonName) {
        return strangerCa.leaf(commonName).upn(commonName + "@example.com").issue();
    }

    public Path serviceTrust() {
        return serviceTrust;
    }

    public String file(String name) {
        return directory.resolve(name).toString();
    }

    @Override
    public void close() {
        Await.result(vertx.close());
    }

    /// Runs the bed on fixed ports around an edge started by hand, and writes its settings into the directory named.
    public static void main(String... args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        Files.createDirectories(directory);
        try (EdgeBed bed = new EdgeBed(directory, 29443, 29444, 29445)) {
            bed.device("alice").writePem(directory, "alice");
            bed.device("no-identity").writePem(directory, "no-identity");
            bed.strangersDevice("mallory").writePem(directory, "mallory");
            StringBuilder text = new StringBuilder();
            bed.settings()
                    .forEach((key, value) -> text.append(key)
                            .append('=')
                            .append(key.equals("kcd.listen.port") ? "28443" : value)
                            .append('\n'));
            Files.writeString(directory.resolve("edge.properties"), text);
            System.out.println("ready: " + directory.resolve("edge.properties"));
            Thread.currentThread().join();
        }
    }
}
