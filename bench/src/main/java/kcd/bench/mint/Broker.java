package kcd.bench.mint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import kcd.lab.forest.Account;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.process.ServiceProcess;
import kcd.lab.twin.GatewaySettings;
import kcd.lab.twin.Lab;
import kcd.lab.upstream.ExchangeSettings;
import kcd.pki.workshop.Credential.PemFiles;

/** The packaged broker as a process of its own, on the lab's domain controllers, which run in this one. */
public final class Broker implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

    private final Lab lab;
    private final GatewaySettings gateway;
    private final ServiceProcess process;
    private final int port;
    private final PemFiles caller;
    private final Path trusted;

    public Broker(Path home, Path directory, int users) throws Exception {
        lab = new Lab(directory, ExchangeSettings.LIKE_IIS);
        LabDomain domain = lab.forest().domain(DemoForest.ROOT);
        for (int i = 0; i < users; i++) {
            domain.put(Account.of(name(i), "User-Passw0rd!"));
        }
        gateway = new GatewaySettings(lab, directory);
        Map<String, String> settings = gateway.ticketBroker();
        settings.put("kcd.callers.edge.may-assert-upn", "true");
        settings.put("kcd.callers.edge.max-mints-per-second", "none");
        settings.put("kcd.revocation.enabled", "false");
        port = gateway.brokerPort();
        caller = lab.pki().files(lab.pki().services().service("edge-proxy", "localhost"), "caller");
        trusted = lab.pki().anchorFile(lab.pki().services(), "caller-trusts");
        process = ServiceProcess.start(home, "ticket-broker", directory, settings);
        process.awaitReady(START);
    }

    static String name(int i) {
        return "user" + i;
    }

    public static String upn(int i) {
        return name(i) + "@worldwide.lab";
    }

    public Lab lab() {
        return lab;
    }

    /** What an edge beside it would be told. */
    public Map<String, String> edgeSettings() {
        return gateway.edgeProxy();
    }

    /** The process. */
    public long pid() {
        return process.handle().pid();
    }

    int port() {
        return port;
    }

    PemFiles caller() {
        return caller;
    }

    Path trusted() {
        return trusted;
    }

    /** CPU time of all its threads so far, compiler and collector included. */
    Duration cpu() {
        return process.handle().info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.close();
        lab.close();
    }
}
