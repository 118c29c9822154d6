package kcd.broker.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kcd.broker.identity.RevocationGate;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.SerialNumber;
import kcd.pki.path.VerifiedPath;
import kcd.pki.revocation.RevocationChecker;
import kcd.pki.revocation.RevocationStatus;
import kcd.pki.revocation.RevocationStatus.Good;
import kcd.pki.revocation.RevocationStatus.Revoked;
import kcd.pki.revocation.RevocationStatus.Tolerated;
import kcd.pki.revocation.RevocationStatus.Unknown;
import org.jboss.logging.Logger;

/**
 * Asks the pushed revocation lists about a verified path, and has a revoked certificate's user forgotten: at the next
 * request with it, or as soon as a new list names it.
 *
 * <p>The user's own certificate has to be known good, or tolerated by policy. A list that names a CA above it refuses
 * all below; a missing list of such a CA says nothing, since many roots publish none. RFC 5280 section 6.3.
 */
public final class RevocationGuard implements RevocationGate {
    private static final Logger LOG = Logger.getLogger(RevocationGuard.class);
    /** CAs that issued to users; the configured ones are few. */
    private static final int MAX_ISSUERS = 1_024;

    private final RevocationChecker checker;
    private final Consumer<User> forget;
    private final Cache<Certificate, User> known;
    private final Cache<X509Certificate, IssuerId> issuers =
            Caffeine.newBuilder().maximumSize(MAX_ISSUERS).build();

    /**
     * @param forget drops a user's tickets
     * @param maxKnown certificates remembered for {@link #review}; as many as there may be users with tickets
     */
    public RevocationGuard(RevocationChecker checker, Consumer<User> forget, int maxKnown) {
        this.checker = checker;
        this.forget = forget;
        this.known = Caffeine.newBuilder().maximumSize(maxKnown).build();
    }

    @Override
    public Optional<RevocationStatus> require(VerifiedPath path) throws RefusedException {
        Certificate own = certificate(path.leaf(), path.issuer());
        List<X509Certificate> certificates = path.certificates();
        for (int i = 1; i + 1 < certificates.size(); i++) {
            if (status(certificates.get(i), certificates.get(i + 1)) instanceof Revoked revoked) {
                throw refused(own, "a CA above the user's certificate is revoked, by the list of " + revoked.asOf());
            }
        }
        RevocationStatus status = status(path.leaf(), path.issuer());
        return switch (status) {
            case Good _, Tolerated _ -> Optional.of(status);
            case Revoked revoked ->
                throw refused(own, "the user's certificate is revoked, by the list of " + revoked.asOf());
            case Unknown unknown -> throw new RefusedException(RefusalReason.REVOCATION_UNKNOWN, unknown.why());
        };
    }

    /** Looks once more after the user is noted: a list that came while the user was looked up reviewed without it. */
    @Override
    public void belongs(VerifiedPath path, User user) throws RefusedException {
        known.put(certificate(path.leaf(), path.issuer()), user);
        var _ = require(path);
    }

    /**
     * Looks up every certificate seen against the lists of now; call it when there are new ones.
     *
     * @return how many are revoked now
     */
    public int review() {
        int revoked = 0;
        for (Map.Entry<Certificate, User> seen : known.asMap().entrySet()) {
            if (checker.isRevoked(seen.getKey().issuer(), seen.getKey().serial())) {
                LOG.infof(
                        "the certificate %s of %s is revoked now; the user's tickets are dropped",
                        seen.getKey(), seen.getValue());
                known.invalidate(seen.getKey());
                forget.accept(seen.getValue());
                revoked++;
            }
        }
        return revoked;
    }

    private RefusedException refused(Certificate own, String message) {
        User user = known.asMap().remove(own);
        if (user != null) {
            forget.accept(user);
        }
        return new RefusedException(RefusalReason.CERTIFICATE_REVOKED, message);
    }

    private RevocationStatus status(X509Certificate certificate, X509Certificate issuer) {
        return checker.check(issuers.get(issuer, IssuerId::of), certificate);
    }

    private Certificate certificate(X509Certificate certificate, X509Certificate issuer) {
        return new Certificate(issuers.get(issuer, IssuerId::of), SerialNumber.of(certificate));
    }

    /** A certificate as revocation lists name it. */
    private record Certificate(IssuerId issuer, SerialNumber serial) {}
}
