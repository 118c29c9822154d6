package kcd.preflight;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import kcd.broker.config.BrokerSettings;
import kcd.broker.mapping.DirectoryAddress;
import kcd.broker.mapping.DirectoryProbe;
import kcd.broker.mapping.DirectorySettings;
import kcd.broker.mapping.MappingSettings;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusedException;

/** Each server of the certificate mapping: its name, its certificate, and whether it lets us search. */
final class Directories {
    static final String DIRECTORY = "directory";

    private final BrokerSettings settings;
    private final Clock clock;
    private final Findings findings;

    Directories(BrokerSettings settings, Clock clock, Findings findings) {
        this.settings = settings;
        this.clock = clock;
        this.findings = findings;
    }

    void check() {
        Optional<DirectorySettings> directory = settings.mapping().flatMap(MappingSettings::directory);
        if (directory.isEmpty()) {
            findings.leftOut(DIRECTORY, "certificate mapping", "asks none");
            return;
        }
        var probe = new DirectoryProbe(directory.get(), clock);
        directory.get().servers().forEach(server -> check(server, probe));
    }

    private void check(DirectoryAddress server, DirectoryProbe probe) {
        try {
            InetAddress.getByName(server.host());
            probe.probe(server);
            findings.ok(DIRECTORY, server.toString(), "trusted, and takes the bind");
        } catch (UnknownHostException _) {
            findings.wrong(
                    Controllers.DNS,
                    server.host(),
                    "no such name",
                    "Correct kcd.certificate-mapping.ldap.url, or the DNS as this host sees it:\n  getent hosts "
                            + server.host());
        } catch (RefusedException e) {
            Refusal refusal = e.refusal();
            findings.wrong(
                    DIRECTORY,
                    server.toString(),
                    refusal.message(),
                    refusal.remedy()
                            .orElse("Is it up, and is TCP port " + server.port() + " open from here?\n  nc -vz "
                                    + server.host() + " " + server.port()));
        }
    }
}
