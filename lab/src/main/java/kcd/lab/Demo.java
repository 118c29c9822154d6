package kcd.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import kcd.lab.demo.DemoRun;
import kcd.lab.demo.Ending;
import kcd.lab.process.ServiceProcess;
import kcd.lab.process.ServiceStartException;
import kcd.lab.twin.GatewaySettings;
import kcd.lab.twin.Lab;
import kcd.lab.upstream.ExchangeSettings;

/// `./kcd demo`: the lab, the three services as processes, five certificates, one table. Exit code 0 only if all
/// is as it must be.
public final class Demo {

    /// A few seconds will do, but the machine may be busy with other things.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);
    private static final List<String> SERVICES = List.of("crl-service", "ticket-broker", "edge-proxy");
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private final PrintStream out;
    private final Path home;
    private final boolean keep;
    private final Path directory;
    private final Optional<String> launcher;
    private final Optional<Ending> ending;
    private volatile boolean filesWanted;
    private final List<AutoCloseable> running = Collections.synchronizedList(new ArrayList<>());

    private Demo(
            PrintStream out,
            Path home,
            boolean keep,
            Optional<String> launcher,
            Optional<Ending> ending,
            Path directory) {
        this.out = out;
        this.home = home;
        this.keep = keep;
        this.launcher = launcher;
        this.ending = ending;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(run(System.out, arguments));
    }

    static int run(PrintStream out, String... arguments) throws Exception {
        List<String> given = new ArrayList<>(List.of(arguments));
        boolean keep = given.remove("--keep");
        Optional<String> home = take(given, "--home");
        Optional<String> launcher = take(given, "--launcher");
        Optional<Ending> ending = take(given, "--ending").map(Ending::parse);
        if (home.isEmpty() || !given.isEmpty()) {
            out.println(
                    "usage: kcd.lab.Demo --home DIRECTORY [--keep] [--launcher PROGRAM] [--ending SERVICE=SECONDS,...]");
            return EXIT_USAGE;
        }
        Path directory = Files.createTempDirectory("kcd-demo-");
        Demo demo = new Demo(out, Path.of(home.get()).toAbsolutePath(), keep, launcher, ending, directory);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "stop"));
        return demo.run();
    }

    private static Optional<String> take(List<String> given, String option) {
        int at = given.indexOf(option);
        if (at < 0 || at + 1 == given.size()) {
            return Optional.empty();
        }
        given.remove(at);
        return Optional.of(given.remove(at));
    }

    private int run() throws InterruptedException, IOException {
        for (String service : SERVICES) {
            if (!Files.exists(ServiceProcess.jar(home, service))) {
                out.println(service + " is not built: no " + ServiceProcess.jar(home, service));
                return EXIT_FAILED;
            }
        }
        // The acceptor in this process belongs to the lab's realms, whatever the machine's krb5.conf says.
        System.setProperty(
                "java.security.krb5.conf", directory.resolve("krb5.conf").toString());
        Instant begin = Instant.now();
        Lab lab = new Lab(
                directory,
                ending.isPresent()
                        ? ExchangeSettings.LIKE_IIS.withPingHold(Ending.PING_HOLD)
                        : ExchangeSettings.LIKE_IIS);
        running.add(lab);
        DemoRun demo = new DemoRun(lab);
        out.println("Three domains, their directories, a CA with its CRL and an Exchange stand-in are up on loopback.");
        GatewaySettings settings = new GatewaySettings(lab, directory);
        filesWanted = true;
        List<ServiceProcess> services;
        try {
            services = startServices(settings);
        } catch (ServiceStartException e) {
            out.println(e.getMessage() + ". Its log: " + e.log());
            return EXIT_FAILED;
        }
        out.println("The gateway is up: " + String.join(", ", SERVICES) + ".\n");
        demo.run(settings.edgePort());
        out.println(demo.table() + "\n");
        boolean good = demo.isAsExpected();
        if (ending.isPresent()) {
            good &= endInOrder(ending.get(), lab, demo, settings, services);
        }
        filesWanted = !good;
        out.printf(
                "%s in %d s.%n",
                good ? "All as it must be" : "NOT as it must be; logs are in " + directory,
                Duration.between(begin, Instant.now()).toSeconds());
        if (keep) {
            waitForPeople(lab, demo, settings);
        }
        stop();
        return good ? 0 : EXIT_FAILED;
    }

    /// The edge first, while it holds a Ping.
    private boolean endInOrder(
            Ending grace, Lab lab, DemoRun demo, GatewaySettings settings, List<ServiceProcess> services)
            throws InterruptedException {
        URI gateway = URI.create("https://localhost:" + settings.edgePort());
        CompletableFuture<String> ping = grace.holdPing(lab, demo.alice(), gateway);
        boolean good = !ping.isDone();
        for (ServiceProcess service : services.reversed()) {
            good &= grace.end(service, out);
        }
        String answer = grace.answerTo(ping);
        boolean answered = answer.equals("HTTP 200");
        out.printf("%s the Ping that the edge held was answered with %s.%n%n", answered ? "ok   " : "WRONG", answer);
        return good && answered;
    }

    private List<ServiceProcess> startServices(GatewaySettings settings)
            throws IOException, ServiceStartException, InterruptedException {
        List<ServiceProcess> services = List.of(
                start("crl-service", settings.crlService()),
                start("ticket-broker", settings.ticketBroker()),
                start("edge-proxy", settings.edgeProxy()));
        running.addAll(services);
        for (ServiceProcess service : services) {
            service.awaitReady(START_TIMEOUT);
        }
        return services;
    }

    /// A launcher gets the service's name and the directory with its configuration, and becomes the service: so images
    /// are tried.
    private ServiceProcess start(String service, Map<String, String> settings) throws IOException {
        return launcher.isPresent()
                ? ServiceProcess.start(
                        service, List.of(launcher.get(), service, directory.toString()), directory, settings)
                : ServiceProcess.start(home, service, directory, settings);
    }

    private void waitForPeople(Lab lab, DemoRun demo, GatewaySettings settings) throws InterruptedException {
        var alice = lab.pki().files(demo.alice(), "alice");
        String curl = "curl --cacert %s --cert %s --key %s"
                .formatted(directory.resolve("server-ca.pem"), alice.certificate(), alice.privateKey());
        String url = "https://localhost:" + settings.edgePort() + GatewaySettings.ROUTE_PATH;
        out.println("""

                Everything keeps running. What a phone asks first, and what Exchange saw of a request:
                  %s -i -X OPTIONS %s
                  %s -d hello '%s?lab=echo'
                The domains, by MIT's tools:
                  KRB5_CONFIG=%s KRB5CCNAME=%s kinit -k -t %s SVC_awseg@WORLDWIDE.LAB
                Logs and certificates: %s
                Ctrl-C stops it all.""".formatted(
                        curl,
                        url,
                        curl,
                        url,
                        directory.resolve("krb5.conf"),
                        directory.resolve("ccache"),
                        directory.resolve("gateway.keytab"),
                        directory));
        new CountDownLatch(1).await();
    }

    /// Ends what was started, the last first; also what Ctrl-C runs, hence only ever once at a time.
    private synchronized void stop() {
        List<AutoCloseable> ending = new ArrayList<>(running).reversed();
        running.clear();
        for (AutoCloseable each : ending) {
            try {
                each.close();
            } catch (Exception e) {
                out.println("Something did not stop: " + e.getMessage());
            }
        }
        if (!filesWanted && Files.exists(directory)) {
            deleteFiles();
        }
    }

    /// Among them private keys of a world that has just ended.
    private void deleteFiles() {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            out.println("Left behind: " + directory);
        }
    }
}
