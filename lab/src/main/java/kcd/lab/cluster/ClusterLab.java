package kcd.lab.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kcd.lab.demo.DemoRun;
import kcd.lab.net.LabPlace;
import kcd.lab.twin.Lab;
import kcd.lab.upstream.ExchangeSettings;

/// The lab as a pod, `deploy/k8s/overlays/demo`: starts the company, gives the gateway its certificates and its keytab,
/// waits until it serves, sends the demo's requests through it and prints the table. Then stays for who wants to try.
///
/// Every start makes a new company with new keys; the gateway takes over most of them while it runs, and a
/// `kubectl rollout restart` the rest.
public final class ClusterLab {

    private static final URI GATEWAY = URI.create("https://edge-proxy");
    private static final int PORT = 8443;
    /// Images may have to be pulled, and the kubelet tries missing Secrets again every minute or two.
    private static final Duration GATEWAY_TIMEOUT = Duration.ofMinutes(15);
    /// Long enough for a Ping to be under way whenever an edge goes.
    private static final Duration PING_HOLD = Duration.ofSeconds(30);
    /// Well within the week that a list is good for.
    private static final Duration CRL_INTERVAL = Duration.ofDays(1);

    private ClusterLab() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        Path directory = Files.createTempDirectory("kcd-lab-");
        System.setProperty(
                "java.security.krb5.conf", directory.resolve("krb5.conf").toString());
        LabPlace everywhere = new LabPlace(InetAddress.ofLiteral("0.0.0.0"), PORT);
        try (Lab lab = new Lab(directory, ExchangeSettings.LIKE_IIS.withPingHold(PING_HOLD), everywhere)) {
            DemoRun demo = new DemoRun(lab);
            give(lab, demo, directory);
            out.println("The company is up and has given the gateway its certificates and its keytab.");
            if (!demo.awaitService(GATEWAY, GATEWAY_TIMEOUT)) {
                out.println(
                        "NOT as it must be: the gateway serves nobody after " + GATEWAY_TIMEOUT.toMinutes() + " min");
            } else {
                demo.run(GATEWAY);
                out.println(demo.table());
                out.println(demo.isAsExpected() ? "All as it must be." : "NOT as it must be.");
            }
            stay(lab);
        }
    }

    private static void give(Lab lab, DemoRun demo, Path directory) throws IOException, InterruptedException {
        try (KubernetesApi api = KubernetesApi.ofThisPod(System.getenv())) {
            for (ClusterObject object : new GatewayMaterial(lab, directory, api.namespace()).objects(demo.alice())) {
                api.apply(object);
            }
        }
    }

    private static void stay(Lab lab) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.sleep(CRL_INTERVAL);
            lab.publishRevocations();
        }
    }
}
