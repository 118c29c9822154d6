package kcd.broker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import kcd.broker.fake.TestKeytab;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import kcd.service.MtlsConfig;
import kcd.service.ServiceStart;
import kcd.service.StartupFaults;

/** A configuration file of the broker that is sound, for tests to change and to have read as main reads it. */
final class SoundBroker {
    static final TestCa CA = CertificateWorkshop.now().root("Users CA");
    private static final TestCa DEPLOYMENT = CertificateWorkshop.now().root("Deployment CA");
    private static final String LOCATIONS = "smallrye.config.locations";

    private final Path directory;
    private final Map<String, String> settings = new LinkedHashMap<>();

    SoundBroker(Path directory) {
        this.directory = directory;
        var mtls = DEPLOYMENT.service("ticket-broker").writePem(directory, "broker");
        settings.put("kcd.mtls.certificate", mtls.certificate().toString());
        settings.put("kcd.mtls.private-key", mtls.privateKey().toString());
        settings.put(
                "kcd.mtls.trust-store",
                DEPLOYMENT.writeCertificate(directory, "deployment").toString());
        settings.put("kcd.service-account.principal", "SVC_awseg@A.TEST");
        settings.put(
                "kcd.service-account.keytab",
                TestKeytab.write(directory, "SVC_awseg", "A.TEST").toString());
        settings.put("kcd.domains.\"A.TEST\".domain-controllers", "dc1.a.test,127.0.0.1:8888");
        settings.put("kcd.callers.edge.san", "edge.kcd.svc");
        settings.put("kcd.callers.edge.allowed-spns", "HTTP/mail.a.test");
        settings.put(
                "kcd.client-certificates.trust-store",
                CA.writeCertificate(directory, "users").toString());
    }

    /** By key; what is put here stands in the file. */
    Map<String, String> settings() {
        return settings;
    }

    /** What keeps the broker from starting. */
    StartupFaults faults() {
        return readBy(BrokerSettingsReader::check);
    }

    /** What the settings mean; they have to be sound. */
    BrokerSettings read() {
        var read = new AtomicReference<BrokerSettings>();
        StartupFaults faults = readBy((config, found) -> BrokerSettingsReader.read(
                        config.getConfigMapping(BrokerConfig.class), config.getConfigMapping(MtlsConfig.class), found)
                .ifPresent(read::set));
        faults.requireNone();
        return read.get();
    }

    /** As main has the file read. */
    StartupFaults readBy(ServiceStart.Check check) {
        String text = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
        try {
            Path file = Files.writeString(directory.resolve("broker.properties"), text);
            System.setProperty(LOCATIONS, file.toUri().toString());
            return ServiceStart.faults(BrokerSettingsReader.MAPPINGS, check);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            System.clearProperty(LOCATIONS);
        }
    }
}
