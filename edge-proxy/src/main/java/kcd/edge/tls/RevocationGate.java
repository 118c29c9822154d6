package kcd.edge.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import kcd.edge.http.EdgeReason;
import kcd.pki.crl.IssuerId;
import kcd.pki.path.VerifiedPath;
import kcd.pki.revocation.RevocationChecker;
import kcd.pki.revocation.RevocationStatus;
import kcd.pki.trust.PeerCheck;
import kcd.pki.trust.PeerVerdict;

/// Asks the pushed revocation lists about a verified path, from memory. RFC 5280 section 6.3.
///
/// The device's own certificate has to be known good, or tolerated by policy. The CAs above it are configured trust:
/// a list that names one of them refuses everything below it, while a missing list says nothing, since many roots
/// publish none.
public final class RevocationGate implements PeerCheck {
    /// Distinct CAs that signed something; the configured ones are few.
    private static final int MAX_KNOWN_ISSUERS = 1024;

    private final RevocationChecker checker;
    private final ConcurrentHashMap<X509Certificate, IssuerId> issuerIds = new ConcurrentHashMap<>();

    public RevocationGate(RevocationChecker checker) {
        this.checker = checker;
    }

    @Override
    public PeerVerdict check(VerifiedPath path, Instant now) {
        List<X509Certificate> certificates = path.certificates();
        for (int i = 1; i + 1 < certificates.size(); i++) {
            if (status(certificates.get(i), certificates.get(i + 1)) instanceof RevocationStatus.Revoked) {
                return refused(EdgeReason.CERTIFICATE_REVOKED, "a CA above it is revoked");
            }
        }
        return switch (status(path.leaf(), path.issuer())) {
            case RevocationStatus.Good _, RevocationStatus.Tolerated _ -> PeerVerdict.ADMITTED;
            case RevocationStatus.Revoked revoked ->
                refused(EdgeReason.CERTIFICATE_REVOKED, "by the list of " + revoked.asOf());
            case RevocationStatus.Unknown unknown -> refused(EdgeReason.REVOCATION_UNKNOWN, unknown.why());
        };
    }

    /// The same for the handshake, where only what is certain counts: an alert says nothing of coming back later, so
    /// whoever cannot be checked now is let in and answered 503 with Retry-After.
    public PeerCheck atHandshake() {
        return (path, now) -> switch (check(path, now)) {
            case PeerVerdict.Refused refused
            when refused.reason().equals(EdgeReason.REVOCATION_UNKNOWN.name()) -> PeerVerdict.ADMITTED;
            case PeerVerdict other -> other;
        };
    }

    private RevocationStatus status(X509Certificate certificate, X509Certificate issuer) {
        if (issuerIds.size() > MAX_KNOWN_ISSUERS) {
            issuerIds.clear();
        }
        IssuerId id = issuerIds.computeIfAbsent(issuer, IssuerId::of);
        return checker.check(id, certificate);
    }

    private static PeerVerdict refused(EdgeReason reason, String detail) {
        return new PeerVerdict.Refused(reason.name(), detail);
    }
}
