package kcd.lab.pki;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// The four authorities of the lab and a directory with everything a process needs to be told of them:
///
/// | authority | issues | trusted by |
/// | --- | --- | --- |
/// | devices | users' certificates | edge-proxy, ticket-broker |
/// | servers | edge-proxy's front, Exchange, directories | devices, edge-proxy, ticket-broker |
/// | services | the three services towards each other | the three services |
/// | foreign | a user's certificate with a name of ours | nobody |
public final class LabPki {

    private final Path directory;
    private final Authority devices;
    private final Authority servers;
    private final Authority services;
    private final Authority foreign;
    private final RevocationList revocations;

    private LabPki(Path directory, URI distributionPoint) {
        this.directory = directory;
        this.devices = Authority.create("Lab Device CA", distributionPoint);
        this.servers = Authority.create("Lab Server CA");
        this.services = Authority.create("Lab Service CA");
        this.foreign = Authority.create("Foreign CA");
        this.revocations = devices.revocationList();
    }

    /// @param directory exists; gets the PEM files
    /// @param distributionPoint where the devices' revocation list will be served
    public static LabPki create(Path directory, URI distributionPoint) throws IOException {
        LabPki pki = new LabPki(directory, distributionPoint);
        writeAnchor(directory, "device-ca", pki.devices);
        writeAnchor(directory, "server-ca", pki.servers);
        writeAnchor(directory, "service-ca", pki.services);
        return pki;
    }

    public Authority devices() {
        return devices;
    }

    public Authority servers() {
        return servers;
    }

    public Authority services() {
        return services;
    }

    public Authority foreign() {
        return foreign;
    }

    /// Of the device CA.
    public RevocationList revocations() {
        return revocations;
    }

    public Path deviceAnchor() {
        return directory.resolve("device-ca.pem");
    }

    public Path serverAnchor() {
        return directory.resolve("server-ca.pem");
    }

    public Path serviceAnchor() {
        return directory.resolve("service-ca.pem");
    }

    /// Writes a credential's PEM files beside the others.
    public Credential.PemFiles write(String name, Credential credential) throws IOException {
        return credential.write(directory, name);
    }

    private static void writeAnchor(Path directory, String name, Authority authority) throws IOException {
        Files.writeString(directory.resolve(name + ".pem"), Credential.pem(authority.certificate()));
    }
}
