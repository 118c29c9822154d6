package kcd.edge.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import kcd.edge.http.EdgeReason;
import kcd.pki.path.PathResult;
import kcd.pki.path.VerifiedPath;
import kcd.pki.trust.HotTrustManager;
import kcd.pki.trust.PeerCheck;
import kcd.pki.trust.PeerVerdict;

/// Lets devices in by their certificate, and back out when it stops being good.
///
/// The TLS engine asks the same trust at every full handshake; the gate asks again once the connection stands, since
/// a resumed session brings its old verdict with it (RFC 8446 section 4.6.1), and before each request, since
/// revocation does not wait for the next handshake.
public final class ClientGate {
    private final HotTrustManager trust;
    private final PeerCheck revocation;
    private final InstantSource clock;

    public ClientGate(HotTrustManager trust, PeerCheck revocation, InstantSource clock) {
        this.trust = trust;
        this.revocation = revocation;
        this.clock = clock;
    }

    /// Judges a chain as the device sent it.
    public Admission admit(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return new Admission.Refused(EdgeReason.CERTIFICATE_MISSING);
        }
        Instant now = clock.instant();
        return switch (trust.validator().validate(chain, now)) {
            case PathResult.Refused _ -> new Admission.Refused(EdgeReason.CERTIFICATE_REJECTED);
            case VerifiedPath path -> judged(new AdmittedCertificate(chain, path), now);
        };
    }

    /// Judges again what was admitted: without I/O and, while the configured trust is the same, without cryptography.
    public Admission recheck(AdmittedCertificate certificate) {
        Instant now = clock.instant();
        boolean sameTrust = trust.validator()
                .anchors()
                .generation()
                .equals(certificate.path().generation());
        return sameTrust && now.isBefore(certificate.validUntil())
                ? judged(certificate, now)
                : admit(certificate.chain());
    }

    private Admission judged(AdmittedCertificate certificate, Instant now) {
        return switch (revocation.check(certificate.path(), now)) {
            case PeerVerdict.Admitted() -> new Admission.Admitted(certificate);
            case PeerVerdict.Refused refused ->
                new Admission.Refused(
                        refused.reason().equals(EdgeReason.CERTIFICATE_REVOKED.name())
                                ? EdgeReason.CERTIFICATE_REVOKED
                                : EdgeReason.REVOCATION_UNKNOWN);
        };
    }
}
