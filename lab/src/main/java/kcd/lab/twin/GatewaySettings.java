package kcd.lab.twin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.process.GatewayBase;

/// The three services' settings for a gateway on the lab.
public final class GatewaySettings {

    public static final String ROUTE_PATH = "/Microsoft-Server-ActiveSync";

    private final Lab lab;
    private final Path directory;
    private final GatewayBase base;

    /// @param directory for the files the settings name
    public GatewaySettings(Lab lab, Path directory) throws IOException {
        this.lab = lab;
        this.directory = directory;
        this.base = new GatewayBase(lab.pki(), directory);
    }

    public int edgePort() {
        return base.port("edge-proxy");
    }

    public int brokerPort() {
        return base.port("ticket-broker");
    }

    public Map<String, String> edgeProxy() {
        Map<String, String> settings = base.edgeProxy();
        settings.put("kcd.routes.activesync.path", ROUTE_PATH);
        settings.put(
                "kcd.routes.activesync.upstream",
                "https://localhost:" + lab.exchange().port());
        settings.put("kcd.routes.activesync.target-spn", DemoForest.EXCHANGE_SPN);
        settings.put(
                "kcd.routes.activesync.upstream-trust-store",
                lab.pki().anchorFile(lab.pki().servers(), "server-ca").toString());
        return settings;
    }

    public Map<String, String> ticketBroker() throws IOException {
        Path keytab = lab.kdcs().writeKeytab(directory.resolve("gateway.keytab"), DemoForest.ROOT, DemoForest.GATEWAY);
        Map<String, String> settings = base.ticketBroker(DemoForest.GATEWAY + "@" + DemoForest.ROOT, keytab);
        for (LabDomain domain : lab.forest().domains()) {
            settings.put(
                    "kcd.domains.\"" + domain.realm() + "\".domain-controllers",
                    "127.0.0.1:" + lab.kdcs().port(domain.realm()));
        }
        settings.put("kcd.callers.edge.allowed-spns", DemoForest.EXCHANGE_SPN);
        settings.put("kcd.callers.edge.max-mints-per-second", "none");
        return settings;
    }

    public Map<String, String> crlService() throws IOException {
        return base.crlService(lab.crlHost().uri(Lab.CRL));
    }
}
