package kcd.lab.twin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.process.FreePorts;
import kcd.pki.workshop.Credential.PemFiles;

/// The three services' settings for a gateway on the lab, each as `key -> value` for a properties file, with ports that
/// are free.
public final class GatewaySettings {

    public static final String ROUTE_PATH = "/Microsoft-Server-ActiveSync";

    private final Lab lab;
    private final Path directory;
    private final String deviceCa;
    private final String serverCa;
    private final String serviceCa;
    private final List<Integer> ports;

    /// @param directory for the files the settings name
    public GatewaySettings(Lab lab, Path directory) throws IOException {
        this.lab = lab;
        this.directory = directory;
        this.deviceCa = lab.pki().anchorFile(lab.pki().devices(), "device-ca").toString();
        this.serverCa = lab.pki().anchorFile(lab.pki().servers(), "server-ca").toString();
        this.serviceCa =
                lab.pki().anchorFile(lab.pki().services(), "service-ca").toString();
        this.ports = FreePorts.find(6);
    }

    public int edgePort() {
        return ports.get(0);
    }

    public int brokerPort() {
        return ports.get(1);
    }

    public int crlPort() {
        return ports.get(2);
    }

    public Map<String, String> edgeProxy() {
        PemFiles front = lab.pki().files(lab.pki().servers().server("localhost", "127.0.0.1"), "edge-front");
        Map<String, String> settings = common("edge-proxy", 3);
        settings.put("kcd.listen.host", "127.0.0.1");
        settings.put("kcd.listen.port", Integer.toString(edgePort()));
        settings.put("kcd.tls.certificate", front.certificate().toString());
        settings.put("kcd.tls.private-key", front.privateKey().toString());
        settings.put("kcd.client-certificates.trust-store", deviceCa);
        settings.put("kcd.routes.activesync.path", ROUTE_PATH);
        settings.put(
                "kcd.routes.activesync.upstream",
                "https://localhost:" + lab.exchange().port());
        settings.put("kcd.routes.activesync.target-spn", DemoForest.EXCHANGE_SPN);
        settings.put("kcd.routes.activesync.upstream-trust-store", serverCa);
        settings.put("kcd.broker.endpoint", "localhost:" + brokerPort());
        addRevocation(settings);
        return settings;
    }

    public Map<String, String> ticketBroker() throws IOException {
        Path keytab = lab.kdcs().writeKeytab(directory.resolve("gateway.keytab"), DemoForest.ROOT, DemoForest.GATEWAY);
        Map<String, String> settings = common("ticket-broker", 4);
        settings.put("quarkus.http.ssl-port", Integer.toString(brokerPort()));
        settings.put("kcd.service-account.principal", DemoForest.GATEWAY + "@" + DemoForest.ROOT);
        settings.put("kcd.service-account.keytab", keytab.toString());
        for (LabDomain domain : lab.forest().domains()) {
            settings.put(
                    "kcd.domains.\"" + domain.realm() + "\".domain-controllers",
                    "127.0.0.1:" + lab.kdcs().port(domain.realm()));
        }
        settings.put("kcd.client-certificates.trust-store", deviceCa);
        settings.put("kcd.callers.edge.san", "edge-proxy");
        settings.put("kcd.callers.edge.allowed-spns", DemoForest.EXCHANGE_SPN);
        settings.put("kcd.callers.edge.max-mints-per-second", "none");
        addRevocation(settings);
        return settings;
    }

    public Map<String, String> crlService() throws IOException {
        Map<String, String> settings = common("crl-service", 5);
        settings.put("quarkus.grpc.server.host", "127.0.0.1");
        settings.put("quarkus.grpc.server.port", Integer.toString(crlPort()));
        settings.put("kcd.crl.distribution-points", lab.crlHost().uri(Lab.CRL).toString());
        settings.put("kcd.crl.issuers", deviceCa);
        settings.put(
                "kcd.crl.directory",
                Files.createDirectories(directory.resolve("crls")).toString());
        return settings;
    }

    private Map<String, String> common(String service, int managementPort) {
        PemFiles identity = lab.pki().files(lab.pki().services().service(service, "localhost"), service);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.management.host", "127.0.0.1");
        settings.put("quarkus.management.port", Integer.toString(ports.get(managementPort)));
        settings.put("kcd.mtls.certificate", identity.certificate().toString());
        settings.put("kcd.mtls.private-key", identity.privateKey().toString());
        settings.put("kcd.mtls.trust-store", serviceCa);
        return settings;
    }

    private void addRevocation(Map<String, String> settings) {
        settings.put("kcd.revocation.enabled", "true");
        settings.put("kcd.revocation.endpoint", "localhost:" + crlPort());
    }
}
