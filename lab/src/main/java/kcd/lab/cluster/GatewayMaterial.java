package kcd.lab.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kcd.lab.cluster.ClusterObject.Kind;
import kcd.lab.forest.DemoForest;
import kcd.lab.pki.LabPki;
import kcd.lab.twin.Lab;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.Credential.PemFiles;

/// What the gateway is given in a cluster, under the names that deploy/k8s/base expects: in production by a certificate
/// manager and an administrator, here by the lab.
final class GatewayMaterial {

    /// Of the devices' PKCS #12 files, for the load generator and for trying by hand.
    static final String DEVICE_PASSWORD = "lab-device";

    /// Name, AES-128 key and HMAC key, as nginx has it.
    private static final int SESSION_TICKET_KEY_BYTES = 48;

    private static final List<String> SERVICES = List.of("edge-proxy", "ticket-broker", "crl-service");

    private final Lab lab;
    private final Path directory;
    private final String namespace;

    /// @param directory for the files that the objects are made of
    GatewayMaterial(Lab lab, Path directory, String namespace) {
        this.lab = lab;
        this.directory = directory;
        this.namespace = namespace;
    }

    /// @param device a certificate and its key for trying by hand
    List<ClusterObject> objects(Credential device) throws IOException {
        LabPki pki = lab.pki();
        Path serverCa = pki.anchorFile(pki.servers(), "server-ca");
        Path serviceCa = pki.anchorFile(pki.services(), "service-ca");
        Path keytab = lab.kdcs().writeKeytab(directory.resolve("gateway.keytab"), DemoForest.ROOT, DemoForest.GATEWAY);
        List<ClusterObject> objects = new ArrayList<>();
        objects.add(configMap("device-ca", Map.of("root.pem", pki.anchorFile(pki.devices(), "device-ca"))));
        objects.add(configMap("upstream-ca", Map.of("root.pem", serverCa)));
        PemFiles front = pki.files(pki.servers().server(names("edge-proxy")), "edge-front");
        objects.add(secret("edge-proxy-tls", Map.of("tls.crt", front.certificate(), "tls.key", front.privateKey())));
        objects.add(secret("edge-proxy-session-tickets", Map.of("current", sessionTicketKey())));
        for (String service : SERVICES) {
            PemFiles own = pki.files(pki.services().service(names(service)), service);
            objects.add(secret(
                    service + "-mtls",
                    Map.of("tls.crt", own.certificate(), "tls.key", own.privateKey(), "ca.crt", serviceCa)));
        }
        objects.add(secret("service-account-keytab", Map.of("keytab", keytab)));
        objects.add(secret("demo-device", Map.of("device.p12", pkcs12(device, "device"), "server-ca.pem", serverCa)));
        objects.add(secret("demo-fleet", fleet(serverCa)));
        return objects;
    }

    private Map<String, Path> fleet(Path serverCa) {
        Map<String, Path> files = new HashMap<>();
        files.put("server-ca.pem", serverCa);
        for (Fleet.Member member : Fleet.members()) {
            files.put(
                    member.fileName() + ".p12",
                    pkcs12(lab.pki().devices().user(member.userPrincipalName()), member.fileName()));
        }
        return files;
    }

    private Path pkcs12(Credential device, String name) {
        return device.writePkcs12(directory, name, DEVICE_PASSWORD.toCharArray());
    }

    private Path sessionTicketKey() throws IOException {
        byte[] key = new byte[SESSION_TICKET_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Files.write(directory.resolve("session-ticket-key"), key);
    }

    private String[] names(String service) {
        return new String[] {service, service + "." + namespace + ".svc", "localhost"};
    }

    private static ClusterObject secret(String name, Map<String, Path> files) {
        return new ClusterObject(Kind.SECRET, name, files);
    }

    private static ClusterObject configMap(String name, Map<String, Path> files) {
        return new ClusterObject(Kind.CONFIG_MAP, name, files);
    }
}
