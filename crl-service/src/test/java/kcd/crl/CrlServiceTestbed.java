package kcd.crl;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import kcd.crl.fetch.FakeDistributionPoint;
import kcd.pki.crl.CrlWorkshop;

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
        MeshPki mesh = new MeshPki("Deployment CA");
        Path trustStore = mesh.writeTrustStore(directory.resolve("ca.crt"));
        mesh.writeService(directory, "crl-service");
        mesh.writeService(directory, "edge-proxy");
        new MeshPki("Deployment CA").writeService(directory, "stranger");
        server = new FakeDistributionPoint();
        publish(1, 42);
        return Map.of(
                "quarkus.grpc.server.test-port", String.valueOf(PORT),
                "quarkus.management.test-port", String.valueOf(MANAGEMENT_PORT),
                "kcd.mtls.certificate", file("crl-service.crt").toString(),
                "kcd.mtls.private-key", file("crl-service.key").toString(),
                "kcd.mtls.trust-store", trustStore.toString(),
                "kcd.crl.issuers",
                        MeshPki.write(directory.resolve("users-ca.crt"), CA.certificate())
                                .toString(),
                "kcd.crl.distribution-points", server.point().toString(),
                "kcd.crl.directory", directory.resolve("crls").toString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
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
