package kcd.preflight;

import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kcd.broker.config.BrokerSettings;
import kcd.cli.CommandException;
import kcd.cli.Options;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.ServiceTicket;

/**
 * Looks at everything the services will need, from where it runs and without them, and says what is wrong and what mends
 * it. docs/decisions/0100.
 */
public final class Preflight {
    static final int FIRM = 0;
    static final int WRONG = 1;
    static final int CANNOT = 2;

    private static final String USAGE = """
            usage: ./kcd preflight [--broker FILES] [--edge FILES] [--crl FILES] [--user UPN] [--json]

              --broker FILES   the ticket-broker's configuration, several files separated by commas, as in its
                               SMALLRYE_CONFIG_LOCATIONS: domain controllers, clocks, the directory, the account's
                               key, its SPN, trusts, delegation
              --edge FILES     the edge-proxy's: upstreams, their certificates, Extended Protection
              --crl FILES      the crl-service's: revocation lists
              --user UPN       delegate in this user's name; without it in the service account's own
              --json           for machines

            Nothing is changed anywhere; a wrong key is tried once, and so is a wrong password of the directory.
            exit code: 0 nothing is wrong, 1 something is, 2 it could not look""";

    private final Findings findings = new Findings();
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private Preflight(Clock clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        // The services' libraries log through it; it has to be named before the first of them is touched.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(run(List.of(arguments), Clock.systemUTC(), System.out, System.err));
    }

    static int run(List<String> arguments, Clock clock, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.println(USAGE);
            return FIRM;
        }
        try {
            Options options =
                    Options.parse(arguments, Set.of("--broker", "--edge", "--crl", "--user"), Set.of("--json"));
            var preflight = new Preflight(clock);
            preflight.look(options);
            List<Finding> found = preflight.findings.all();
            out.print(options.has("--json") ? Report.json(found) : Report.table(found));
            out.flush();
            return preflight.findings.anyWrong() ? WRONG : FIRM;
        } catch (CommandException e) {
            err.println("kcd preflight: " + e.getMessage() + "\n" + USAGE);
            return CANNOT;
        } catch (IOException | InterruptedException e) {
            err.println("kcd preflight: " + e);
            return CANNOT;
        }
    }

    private void look(Options options) throws CommandException, IOException, InterruptedException {
        Optional<String> brokerFiles = options.optional("--broker");
        Optional<String> edgeFiles = options.optional("--edge");
        Optional<String> crlFiles = options.optional("--crl");
        if (brokerFiles.isEmpty() && edgeFiles.isEmpty() && crlFiles.isEmpty()) {
            throw CommandException.usage("give at least one of --broker, --edge and --crl");
        }
        var configuration = new Configuration(findings);
        Optional<BrokerSettings> broker = brokerFiles.flatMap(configuration::broker);
        Optional<Routes> edge = edgeFiles.flatMap(configuration::edge);
        Map<ServicePrincipalName, ServiceTicket> tickets = broker.isEmpty()
                ? Map.of()
                : kerberos(broker.get(), edge.flatMap(Routes::targets), options.optional("--user"));
        edge.ifPresent(
                routes -> new Upstreams(tickets, new TokenFactory(clock, random), clock, findings).check(routes));
        if (crlFiles.isPresent()) {
            revocation(configuration, crlFiles.get());
        }
    }

    private Map<ServicePrincipalName, ServiceTicket> kerberos(
            BrokerSettings settings, Optional<List<ServicePrincipalName>> routed, Optional<String> user) {
        new Controllers(settings, clock, random, findings).check();
        new Directories(settings, clock, findings).check();
        List<ServicePrincipalName> allowed = settings.callers().stream()
                .flatMap(caller -> caller.allowedTargets().stream())
                .distinct()
                .toList();
        routed.ifPresent(targets -> targets.stream()
                .filter(target -> !allowed.contains(target))
                .forEach(target -> findings.wrong(
                        Configuration.CONFIGURATION,
                        target.toString(),
                        "is a route's target, and no caller may ask for it",
                        "Add it to the edge's kcd.callers.NAME.allowed-spns.")));
        return new Account(settings, clock, random, findings).check(routed.orElse(allowed), user);
    }

    private void revocation(Configuration configuration, String files) throws IOException, InterruptedException {
        try (var folder = new ScratchFolder()) {
            var settings = configuration.crl(files, folder.path());
            if (settings.isPresent()) {
                RevocationLists.of(settings.get(), clock, findings).check();
            }
        }
    }
}
