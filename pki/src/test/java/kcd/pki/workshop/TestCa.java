package kcd.pki.workshop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A certificate authority that signs whatever it is asked to. */
public final class TestCa {
    private final Credential credential;
    private final KeyKind kind;
    private final InstantSource clock;

    TestCa(Credential credential, KeyKind kind, InstantSource clock) {
        this.credential = credential;
        this.kind = kind;
        this.clock = clock;
    }

    public X509Certificate certificate() {
        return credential.certificate();
    }

    /** The CA's own certificate and key. */
    public Credential credential() {
        return credential;
    }

    KeyKind kind() {
        return kind;
    }

    X500Name name() {
        return X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
    }

    InstantSource clock() {
        return clock;
    }

    /** What a credential issued here presents above its leaf: this CA and those above, without the root. */
    List<X509Certificate> presentedAbove() {
        boolean root =
                certificate().getSubjectX500Principal().equals(certificate().getIssuerX500Principal());
        return root ? List.of() : credential.chain();
    }

    /** A CA of the same key kind below this one. */
    public TestCa intermediate(String commonName) {
        return intermediateBuilder(commonName).issueCa();
    }

    /** A CA below this one, to be changed before it is signed. */
    public CertificateBuilder intermediateBuilder(String commonName) {
        return CertificateBuilder.signedBy(this, commonName).ca().lifetime(CertificateWorkshop.CA_LIFETIME);
    }

    /** A client certificate in the making: P-256, clientAuth, digitalSignature, one year. */
    public CertificateBuilder leaf(String commonName) {
        return CertificateBuilder.signedBy(this, commonName)
                .keyUsage(KeyUsage.digitalSignature)
                .extendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
    }

    /** A user's certificate with this UPN in its SAN. */
    public Credential user(String upn) {
        return leaf(upn).upn(upn).issue();
    }

    /** A server certificate for these DNS names and IP addresses; the first is its common name. */
    public Credential server(String... names) {
        return serverBuilder(names).issue();
    }

    /** A certificate for a service that is server and client to the others. */
    public Credential service(String... names) {
        return serverBuilder(names)
                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)
                .issue();
    }

    private CertificateBuilder serverBuilder(String... names) {
        CertificateBuilder builder = CertificateBuilder.signedBy(this, names[0])
                .keyUsage(KeyUsage.digitalSignature)
                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
        Stream.of(names).forEach(builder::host);
        return builder;
    }

    /** A revocation list in the making. */
    public CrlBuilder crl() {
        return new CrlBuilder(this);
    }

    /** Writes the CA's certificate to {@code NAME.pem}, without its key. */
    public Path writeCertificate(Path directory, String name) {
        try {
            Files.createDirectories(directory);
            return Files.writeString(directory.resolve(name + ".pem"), Pem.of(certificate()));
        } catch (IOException e) {
            throw new WorkshopException("write " + name + " to " + directory, e);
        }
    }

    /** Writes the CA's certificate to {@code NAME.pfx}, without its key, as openssl and Windows export it. */
    public Path writePfx(Path directory, String name, char[] password) {
        try {
            Files.createDirectories(directory);
            return Files.write(directory.resolve(name + ".pfx"), Pkcs12.certificatesOnly(password, certificate()));
        } catch (IOException e) {
            throw new WorkshopException("write " + name + ".pfx to " + directory, e);
        }
    }

    @Override
    public String toString() {
        return credential.toString();
    }
}
