package kcd.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import kcd.bench.mint.Broker;
import kcd.lab.pki.LabPki;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.Credential.PemFiles;

/**
 * Runs domain controllers and the packaged broker, and writes what the proxies and the devices need into a directory.
 * Prints `ready PID-OF-THE-BROKER` and stays until its input ends.
 */
public final class World {
    /** A token each time, whatever the upstream says of the connection. */
    private static final String ALWAYS = "kcd.routes.always.";

    private static final String AUTO = "kcd.routes.activesync.";

    private World() {}

    /** @param arguments the project's directory, the one for the files, how many devices, the edge's and upstream's port */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        int devices = Integer.parseInt(arguments[2]);
        try (Broker broker = new Broker(Path.of(arguments[0]), directory, devices)) {
            LabPki pki = broker.lab().pki();
            for (int i = 0; i < devices; i++) {
                String name = "phone-%05d".formatted(i);
                together(pki, pki.devices().user(Broker.upn(i)), name);
            }
            together(pki, pki.servers().server("localhost"), "upstream");
            together(pki, pki.servers().server("localhost"), "front");
            pki.anchorFile(pki.devices(), "devices-ca");
            pki.anchorFile(pki.servers(), "servers-ca");
            writeEdge(directory, broker.edgeSettings(), arguments[3], arguments[4]);
            System.out.println("ready " + broker.pid());
            while (System.in.read() >= 0) {
                // Whoever started this ends it by closing the pipe.
            }
        }
    }

    /** Certificate and key in one PEM file, beside the two. */
    private static void together(LabPki pki, Credential credential, String name) throws IOException {
        PemFiles files = pki.files(credential, name);
        Files.writeString(
                files.certificate().resolveSibling(name + ".pem"),
                Files.readString(files.certificate()) + Files.readString(files.privateKey()));
    }

    private static void writeEdge(Path directory, Map<String, String> settings, String port, String upstreamPort)
            throws IOException {
        settings.put("kcd.listen.port", port);
        settings.put("kcd.warm-up.at-most", "30s");
        settings.put(AUTO + "upstream", "https://localhost:" + upstreamPort);
        for (String key : new String[] {"upstream", "target-spn", "upstream-trust-store"}) {
            settings.put(ALWAYS + key, settings.getOrDefault(AUTO + key, ""));
        }
        settings.put(ALWAYS + "path", "/always");
        settings.put(ALWAYS + "authorization", "always");
        settings.keySet().removeIf(key -> key.startsWith("kcd.revocation."));
        settings.put("kcd.limits.connections-per-certificate", "10000");
        Files.writeString(
                directory.resolve("edge.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
    }
}
