package kcd.lab.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kcd.lab.pki.LabPki;
import kcd.pki.workshop.Credential.PemFiles;

/// What the settings of every gateway on loopback have in common, whoever stands behind it: who the three services are
/// to each other, where they listen, and the CA and revocation list of the devices. Each as `key -> value` for a
/// properties file, to be added to.
public final class GatewayBase {

    private static final List<String> SERVICES = List.of("edge-proxy", "ticket-broker", "crl-service");

    private final LabPki pki;
    private final Path directory;
    private final String deviceCa;
    private final String serviceCa;
    private final List<Integer> ports;

    /// Takes two free ports for each service: its own and its management's.
    ///
    /// @param directory for the files the settings name
    public GatewayBase(LabPki pki, Path directory) throws IOException {
        this.pki = pki;
        this.directory = directory;
        this.deviceCa = pki.anchorFile(pki.devices(), "device-ca").toString();
        this.serviceCa = pki.anchorFile(pki.services(), "service-ca").toString();
        this.ports = FreePorts.find(2 * SERVICES.size());
    }

    /// PEM file of the CA that issues the devices' certificates.
    public String deviceCa() {
        return deviceCa;
    }

    /// PEM file of the CA that issues the services' and callers' certificates.
    public String serviceCa() {
        return serviceCa;
    }

    /// Where the service answers those it is for.
    public int port(String service) {
        return ports.get(SERVICES.indexOf(service));
    }

    /// Where the service answers for health and metrics.
    public int managementPort(String service) {
        return ports.get(SERVICES.size() + SERVICES.indexOf(service));
    }

    /// An edge that asks this gateway's broker, yet without a route.
    public Map<String, String> edgeProxy() {
        PemFiles front = pki.files(pki.servers().server("localhost", "127.0.0.1"), "edge-front");
        Map<String, String> settings = service("edge-proxy");
        settings.put("kcd.listen.host", "127.0.0.1");
        settings.put("kcd.listen.port", Integer.toString(port("edge-proxy")));
        settings.put("kcd.warm-up.at-most", "0s");
        settings.put("kcd.tls.certificate", front.certificate().toString());
        settings.put("kcd.tls.private-key", front.privateKey().toString());
        settings.put("kcd.client-certificates.trust-store", deviceCa);
        settings.put("kcd.broker.endpoint", "localhost:" + port("ticket-broker"));
        addRevocation(settings);
        return settings;
    }

    /// A broker that lets the edge call it, yet without domains and targets.
    public Map<String, String> ticketBroker(String principal, Path keytab) {
        Map<String, String> settings = service("ticket-broker");
        // Nobody has to be told by a name server.
        settings.put("kcd.drain.notice", "0s");
        settings.put("quarkus.http.ssl-port", Integer.toString(port("ticket-broker")));
        settings.put("kcd.service-account.principal", principal);
        settings.put("kcd.service-account.keytab", keytab.toString());
        settings.put("kcd.client-certificates.trust-store", deviceCa);
        settings.put("kcd.callers.edge.san", "edge-proxy");
        addRevocation(settings);
        return settings;
    }

    /// A crl-service that fetches the devices' list from here.
    public Map<String, String> crlService(URI list) throws IOException {
        Map<String, String> settings = service("crl-service");
        settings.put("quarkus.http.ssl-port", Integer.toString(port("crl-service")));
        settings.put("kcd.crl.distribution-points", list.toString());
        settings.put("kcd.crl.issuers", deviceCa);
        settings.put(
                "kcd.crl.directory",
                Files.createDirectories(directory.resolve("crls")).toString());
        return settings;
    }

    private Map<String, String> service(String name) {
        PemFiles identity = pki.files(pki.services().service(name, "localhost"), name);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.management.host", "127.0.0.1");
        settings.put("quarkus.management.port", Integer.toString(managementPort(name)));
        settings.put("kcd.mtls.certificate", identity.certificate().toString());
        settings.put("kcd.mtls.private-key", identity.privateKey().toString());
        settings.put("kcd.mtls.trust-store", serviceCa);
        return settings;
    }

    private void addRevocation(Map<String, String> settings) {
        settings.put("kcd.revocation.enabled", "true");
        settings.put("kcd.revocation.endpoint", "localhost:" + port("crl-service"));
    }
}
