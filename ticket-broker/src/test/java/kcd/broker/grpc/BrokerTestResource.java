package kcd.broker.grpc;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kcd.broker.fake.TestKeytab;
import kcd.pki.workshop.CertificateMatrix;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;

/** A deployment's files in a temporary folder: its CA, the services' certificates, the users' CA and certificates. */
public final class BrokerTestResource implements QuarkusTestResourceLifecycleManager {
    static final String FOLDER = "broker.test.folder";

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("broker-test");
            TestCa deployment = CertificateWorkshop.now().root("Deployment CA");
            TestCa users = CertificateWorkshop.now().root("Users CA");
            users.user("alice@a.test").writePem(folder, "alice");
            users.leaf("nameless").issue().writePem(folder, "nameless");
            CertificateWorkshop.now().root("Foreign CA").user("alice@a.test").writePem(folder, "foreign");
            deployment.service("edge.kcd.svc").writePem(folder, "edge");
            deployment.service("cron.kcd.svc").writePem(folder, "cron");
            deployment.service("stranger.kcd.svc").writePem(folder, "stranger");
            var broker = deployment.service("localhost", "127.0.0.1").writePem(folder, "broker");
            deployment.service("localhost", "127.0.0.1").writePem(folder, "renewed");
            var settings = new HashMap<String, String>();
            settings.put("kcd.mtls.certificate", broker.certificate().toString());
            settings.put("kcd.mtls.private-key", broker.privateKey().toString());
            settings.put(
                    "kcd.mtls.trust-store",
                    deployment.writeCertificate(folder, "deployment").toString());
            settings.put("kcd.service-account.principal", "svc@A.TEST");
            settings.put(
                    "kcd.service-account.keytab",
                    TestKeytab.write(folder, "svc", "A.TEST").toString());
            settings.put("kcd.domains.\"A.TEST\".domain-controllers", "127.0.0.1:1");
            settings.put("kcd.callers.edge.san", "edge.kcd.svc");
            settings.put("kcd.callers.edge.allowed-spns", "HTTP/mail.a.test");
            settings.put("kcd.callers.cron.san", "cron.kcd.svc");
            settings.put("kcd.callers.cron.allowed-spns", "HTTP/mail.a.test");
            settings.put("kcd.callers.cron.may-assert-upn", "true");
            settings.put("kcd.callers.cron.may-explain", "true");
            var matrix = new CertificateMatrix(CertificateWorkshop.now());
            PostedSpecimen.write(folder, matrix.specimens());
            Path trusted = folder.resolve("trusted.pem");
            Files.writeString(trusted, Pem.of(matrix.trusted()) + Pem.of(users.certificate()));
            // Under SEG's name, which the framework's own reading of the settings has to know as well.
            settings.put("clientCertTrustStorePath", trusted.toString());
            System.setProperty(FOLDER, folder.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        System.clearProperty(FOLDER);
    }
}
