package kcd.lab.pki;

import java.nio.file.Path;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;

/// The four authorities of the lab, and a directory with what processes need of them as PEM files:
///
/// | authority | issues | trusted by |
/// | --- | --- | --- |
/// | devices | users' certificates | edge-proxy, ticket-broker |
/// | servers | edge-proxy's front, Exchange, directories | devices, edge-proxy, ticket-broker |
/// | services | the three services towards each other | the three services |
/// | foreign | a user's certificate with a name of ours | nobody |
public final class LabPki {

    private final Path directory;
    private final TestCa devices;
    private final TestCa servers;
    private final TestCa services;
    private final TestCa foreign;
    private final RevocationList revocations;

    /// @param directory gets the PEM files; keep it to its owner, since it gets private keys, too
    public LabPki(Path directory) {
        CertificateWorkshop workshop = CertificateWorkshop.now();
        this.directory = directory;
        this.devices = workshop.root("Lab Device CA");
        this.servers = workshop.root("Lab Server CA");
        this.services = workshop.root("Lab Service CA");
        this.foreign = workshop.root("Foreign CA");
        this.revocations = new RevocationList(devices);
    }

    public TestCa devices() {
        return devices;
    }

    public TestCa servers() {
        return servers;
    }

    public TestCa services() {
        return services;
    }

    public TestCa foreign() {
        return foreign;
    }

    /// Of the device CA.
    public RevocationList revocations() {
        return revocations;
    }

    /// The PEM file of an authority's certificate.
    public Path anchorFile(TestCa authority, String name) {
        return authority.writeCertificate(directory, name);
    }

    /// A credential's PEM files.
    public Credential.PemFiles files(Credential credential, String name) {
        return credential.writePem(directory, name);
    }
}
