package kcd.crl;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import kcd.crl.fetch.FakeDistributionPoint;
import kcd.lab.process.FreePorts;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;

/** What crl-service needs around it: a CA with its web server, and certificates of the deployment. */
public final class CrlServiceTestbed implements QuarkusTestResourceLifecycleManager {

    static final CrlWorkshop CA = CrlWorkshop.named("Users CA");

    static final int PORT = freePort();
    static final int MANAGEMENT_PORT = freePort();

    private static Path directory;
    private static FakeDistributionPoint server;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("crl-service-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestCa mesh = CertificateWorkshop.now().root("Deployment CA");
        Path trustStore = mesh.writeCertificate(directory, "ca");
        writeService(mesh, "crl-service");
        writeService(mesh, "edge-proxy");
        writeService(CertificateWorkshop.now().root("Deployment CA"), "stranger");
        server = new FakeDistributionPoint();
        publish(1, 42);
        return Map.of(
                "quarkus.grpc.server.test-port", String.valueOf(PORT),
                "quarkus.management.test-port", String.valueOf(MANAGEMENT_PORT),
                "kcd.mtls.certificate", file("crl-service.crt").toString(),
                "kcd.mtls.private-key", file("crl-service.key").toString(),
                "kcd.mtls.trust-store", trustStore.toString(),
                "kcd.crl.issuers",
                        writeCertificate("users-ca.pem", CA.certificate()).toString(),
                "kcd.crl.distribution-points", server.point().toString(),
                "kcd.crl.directory", directory.resolve("crls").toString());
    }

    private static void writeService(TestCa ca, String name) {
        ca.service(name, "localhost", "127.0.0.1").writePem(directory, name);
    }

    private static Path writeCertificate(String name, X509Certificate certificate) {
        try {
            return Files.writeString(file(name), Pem.of(certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try {
            return FreePorts.find(1).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the CA's web server give this list from now on. */
    static void publish(long number, long... serials) {
        byte[] list = CA.crl(number, Instant.now().minusSeconds(3600).plusSeconds(number), serials);
        server.behave(FakeDistributionPoint.tagged("\"" + number + "\"", list));
    }

    static Path file(String name) {
        return directory.resolve(name);
    }

    @Override
    public void stop() {
        server.close();
    }
}
