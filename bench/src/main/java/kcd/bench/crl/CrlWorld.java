package kcd.bench.crl;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import kcd.lab.process.FreePorts;
import kcd.pki.crl.LargeCrl;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.Credential.PemFiles;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;

/** A CA with a long list and a web server, devices, and certificates of the deployment: files in one directory. */
final class CrlWorld implements AutoCloseable {
    static final int ENTRIES = 1_000_000;

    private static final long SEED = 1;

    private final Path directory;
    private final TestCa users = CertificateWorkshop.now().root("Devices CA");
    private final TestCa mesh = CertificateWorkshop.now().root("Mesh CA");
    private final Path meshTrust;
    private final Path usersFile;
    private final HttpServer web;
    private final AtomicReference<byte[]> list = new AtomicReference<>(new byte[0]);

    CrlWorld(Path directory) throws IOException {
        this.directory = directory;
        this.meshTrust = mesh.writeCertificate(directory, "mesh-ca");
        this.usersFile = users.writeCertificate(directory, "devices-ca");
        together(mesh.server("localhost", "127.0.0.1"), "front");
        this.web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        web.createContext("/", exchange -> {
            byte[] body = list.get();
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        web.start();
    }

    TestCa users() {
        return users;
    }

    TestCa mesh() {
        return mesh;
    }

    Path meshTrust() {
        return meshTrust;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** A million entries, and so many more; numbered, so that a later one counts. */
    byte[] list(long number, int more, BigInteger... also) {
        return LargeCrl.of(
                users.certificate().getSubjectX500Principal(),
                users.credential().privateKey(),
                number,
                ENTRIES + more,
                SEED,
                also);
    }

    /** From now on the CA's web server gives this list. */
    void publish(byte[] der) {
        list.set(der);
    }

    /** So many devices, as PEM files phone-00000.pem with certificate and key. */
    void devices(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String name = "phone-%05d".formatted(i);
            together(users.user(name + "@example.com"), name);
        }
    }

    private void together(Credential credential, String name) throws IOException {
        PemFiles files = credential.writePem(directory, name);
        Files.writeString(
                file(name + ".pem"), Files.readString(files.certificate()) + Files.readString(files.privateKey()));
    }

    /** Has the crl-service ask its points at once, as it does when its issuers' file changes. */
    void nudge() throws IOException {
        Files.writeString(usersFile, Files.readString(usersFile) + "\n");
    }

    Map<String, String> crlService(int port) throws IOException {
        Map<String, String> settings = own("crl-service", mesh.service("crl-service", "localhost", "127.0.0.1"));
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.ssl-port", String.valueOf(port));
        settings.put("kcd.crl.issuers", usersFile.toString());
        settings.put(
                "kcd.crl.distribution-points",
                "http://127.0.0.1:" + web.getAddress().getPort() + "/devices.crl");
        settings.put("kcd.crl.directory", file("crls").toString());
        return settings;
    }

    /** An edge without Kerberos: what is measured is its front. */
    Map<String, String> edge(String name, int port, String upstream) throws IOException {
        Map<String, String> settings = own(name, mesh.service("edge-proxy", "localhost"));
        settings.put("kcd.listen.host", "127.0.0.1");
        settings.put("kcd.listen.port", String.valueOf(port));
        settings.put("kcd.warm-up.at-most", "0s");
        settings.put("kcd.tls.certificate", file("front.crt").toString());
        settings.put("kcd.tls.private-key", file("front.key").toString());
        settings.put("kcd.client-certificates.trust-store", usersFile.toString());
        settings.put("kcd.kerberos.enabled", "false");
        settings.put("kcd.routes.all.path", "/held");
        settings.put("kcd.routes.all.upstream", upstream);
        settings.put("kcd.routes.all.upstream-trust-store", meshTrust.toString());
        settings.put("kcd.limits.connections-per-certificate", "10000");
        settings.put("quarkus.log.category.\"kcd.access\".level", "OFF");
        return settings;
    }

    static void revocation(Map<String, String> edge, int crlServicePort) {
        edge.put("kcd.revocation.enabled", "true");
        edge.put("kcd.revocation.endpoint", "localhost:" + crlServicePort);
    }

    private Map<String, String> own(String name, Credential credential) throws IOException {
        PemFiles files = credential.writePem(directory, name + "-mesh");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kcd.mtls.certificate", files.certificate().toString());
        settings.put("kcd.mtls.private-key", files.privateKey().toString());
        settings.put("kcd.mtls.trust-store", meshTrust.toString());
        settings.put("quarkus.management.host", "127.0.0.1");
        settings.put("quarkus.management.port", String.valueOf(freePort()));
        return settings;
    }

    /** The list in PEM, as nginx and HAProxy want it. */
    Path writePem(byte[] der) throws IOException {
        return Files.writeString(file("devices-crl.pem"), Pem.block("X509 CRL", der));
    }

    static int freePort() throws IOException {
        return FreePorts.find(1).getFirst();
    }

    @Override
    public void close() {
        web.stop(0);
    }
}
