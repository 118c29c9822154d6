package kcd.pki.workshop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes certificate authorities; everything else is made by them.
 *
 * <pre>{@code
 * CertificateWorkshop workshop = CertificateWorkshop.now();
 * TestCa root = workshop.root("Example Root CA");
 * TestCa issuing = root.intermediate("Example Issuing CA");
 * Credential alice = issuing.leaf("alice").upn("alice@example.com").issue();
 * Credential server = issuing.server("mail.example.com", "127.0.0.1");
 * }</pre>
 */
public final class CertificateWorkshop {
    static final Duration CA_LIFETIME = Duration.ofDays(3650);
    static final Duration LEAF_LIFETIME = Duration.ofDays(365);

    private final InstantSource clock;

    /** Validity periods are counted from this clock's time. */
    public CertificateWorkshop(InstantSource clock) {
        this.clock = clock;
    }

    public static CertificateWorkshop now() {
        return new CertificateWorkshop(InstantSource.system());
    }

    public static CertificateWorkshop at(Instant instant) {
        return new CertificateWorkshop(InstantSource.fixed(instant));
    }

    /** A self-signed P-256 root with this common name. */
    public TestCa root(String commonName) {
        return root(commonName, KeyKind.P256);
    }

    public TestCa root(String commonName, KeyKind kind) {
        return rootBuilder(commonName).key(kind).issueCa();
    }

    /** A root to be changed before it signs itself. */
    public CertificateBuilder rootBuilder(String commonName) {
        return CertificateBuilder.selfSigned(commonName, clock).ca().lifetime(CA_LIFETIME);
    }
}
