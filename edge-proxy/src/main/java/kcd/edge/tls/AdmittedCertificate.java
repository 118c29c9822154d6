package kcd.edge.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import kcd.pki.path.VerifiedPath;

/// Proof that a device's certificate was admitted: only [ClientGate] makes one, and no token is asked for without one.
public final class AdmittedCertificate {
    private final List<X509Certificate> chain;
    private final VerifiedPath path;
    private final CertificateLabel label;
    private final Instant validUntil;

    AdmittedCertificate(List<X509Certificate> chain, VerifiedPath path) {
        this.chain = List.copyOf(chain);
        this.path = path;
        this.label = CertificateLabel.of(path);
        this.validUntil = path.certificates().stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /// As the device sent it, its own certificate first.
    public List<X509Certificate> chain() {
        return chain;
    }

    /// Names the certificate in logs.
    public CertificateLabel label() {
        return label;
    }

    VerifiedPath path() {
        return path;
    }

    /// When the first certificate of the path ends.
    Instant validUntil() {
        return validUntil;
    }

    @Override
    public String toString() {
        return label.toString();
    }
}
