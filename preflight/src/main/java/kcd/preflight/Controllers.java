package kcd.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kcd.broker.config.BrokerSettings;
import kcd.broker.dns.DnsOverTcp;
import kcd.broker.dns.NameServers;
import kcd.broker.kdc.ControllerAddress;
import kcd.broker.kdc.ControllerSource;
import kcd.broker.kdc.TcpExchange;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.exchange.AliveQuestion;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;

/** Each domain controller by itself: its name, its port, whether it is a KDC of its realm, and its clock. */
final class Controllers {
    static final String DNS = "DNS";
    static final String CONTROLLER = "domain controller";
    static final String CLOCK = "clock";

    /** As the broker's own alarm: five minutes are where Kerberos ends. */
    static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final BrokerSettings settings;
    private final Clock clock;
    private final SecureRandom random;
    private final Findings findings;

    Controllers(BrokerSettings settings, Clock clock, SecureRandom random, Findings findings) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.findings = findings;
    }

    void check() {
        settings.domains().entrySet().stream()
                .sorted(Map.Entry.comparingByKey((a, b) -> a.value().compareTo(b.value())))
                .forEach(domain -> addresses(domain.getKey(), domain.getValue())
                        .forEach(controller -> check(domain.getKey(), controller)));
    }

    private List<ControllerAddress> addresses(Realm realm, ControllerSource source) {
        return switch (source) {
            case ControllerSource.Listed(var listed) -> listed;
            case ControllerSource.InDns() -> inDns(realm);
        };
    }

    private List<ControllerAddress> inDns(Realm realm) {
        String name = "_kerberos._tcp." + realm.value().toLowerCase(Locale.ROOT);
        String fix = "Check the service records and that the name servers answer on TCP 53, or name the controllers:"
                + "\n  dig +tcp SRV " + name + "\n  kcd.domains.\"" + realm + "\".domain-controllers=dc1."
                + realm.value().toLowerCase(Locale.ROOT);
        try {
            var dns =
                    new DnsOverTcp(NameServers::ofSystem, settings.kdcTimeouts().connect(), random);
            List<ControllerAddress> found = dns.lookup(name).records().stream()
                    .flatMap(record -> ControllerAddress.parse(record.target() + ":" + record.port()).stream())
                    .toList();
            if (found.isEmpty()) {
                findings.wrong(DNS, name, "names no domain controller", fix);
            } else {
                findings.ok(DNS, name, "names " + found.size() + " controllers");
            }
            return found;
        } catch (IOException e) {
            findings.wrong(DNS, name, String.valueOf(e.getMessage()), fix);
            return List.of();
        }
    }

    private void check(Realm realm, ControllerAddress controller) {
        String subject = controller + " of " + realm;
        try {
            InetAddress address = InetAddress.getByName(controller.host());
            if (!controller.host().equals(address.getHostAddress())) {
                findings.ok(DNS, controller.host(), address.getHostAddress());
            }
            Instant asked = clock.instant();
            byte[] answer = new TcpExchange(settings.kdcTimeouts())
                    .ask(controller, AliveQuestion.of(settings.serviceAccount().principal(), realm, asked, random));
            answered(realm, subject, answer, asked);
        } catch (UnknownHostException e) {
            findings.wrong(
                    DNS,
                    controller.host(),
                    "no such name",
                    "Correct kcd.domains.\"" + realm + "\".domain-controllers, or the DNS as this host sees it:"
                            + "\n  getent hosts " + controller.host());
        } catch (IOException e) {
            findings.wrong(
                    CONTROLLER,
                    subject,
                    "does not answer: " + e.getMessage(),
                    "Is it up, and is TCP port " + controller.port() + " open from here?" + "\n  nc -vz "
                            + controller.host() + " " + controller.port());
        }
    }

    private void answered(Realm realm, String subject, byte[] answer, Instant asked) {
        Optional<KrbError> error = error(answer);
        if (error.isPresent() && !error.get().realm().equals(realm)) {
            findings.wrong(
                    CONTROLLER,
                    subject,
                    "is a KDC of " + error.get().realm(),
                    "Name a controller of " + realm + " under kcd.domains.\"" + realm + "\".domain-controllers.");
            return;
        }
        findings.ok(CONTROLLER, subject, "answers");
        error.ifPresent(known -> clock(subject, Duration.between(asked, known.stime())));
    }

    private static Optional<KrbError> error(byte[] answer) {
        try {
            return Optional.of(KrbError.decode(Octets.of(answer)));
        } catch (MalformedMessageException _) {
            return Optional.empty(); // a ticket, for an account that needs no proof: it says no time
        }
    }

    private void clock(String subject, Duration ahead) {
        long seconds = ahead.abs().toSeconds();
        String words =
                seconds < 2 ? "as ours" : seconds + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " ours";
        if (ahead.abs().compareTo(TOLERANCE) <= 0) {
            findings.ok(CLOCK, subject, words);
        } else {
            findings.wrong(
                    CLOCK,
                    subject,
                    words + "; at 300 s Kerberos ends",
                    "Synchronise both with the same time source. Here:\n  chronyc tracking\nthere:\n  w32tm /query /status");
        }
    }
}
