package kcd.pki.path;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.pki.der.Extensions;
import kcd.pki.path.PathResult.Refused;

/**
 * Name constraints and certificate policies, which few CAs use and nobody should write twice: left to the JDK.
 *
 * <p>The JDK's run computes every signature again, so it is only made where a CA of the path carries such an
 * extension. It passes over constraints in the anchor itself, as RFC 5280 section 6.1 allows; OpenSSL does not, and an
 * operator who constrained a root means it, so {@link AnchorNameConstraints} adds them.
 *
 * <p>The JDK cannot compare otherName, which includes the UPN: a CA constrained so is refused, never waved through. Which
 * UPN suffixes a CA may assert is for {@link kcd.pki.name.IssuerRules}.
 */
final class Constraints {
    private static final Set<String> EXTENSIONS = Set.of(
            Extensions.NAME_CONSTRAINTS,
            Extensions.POLICY_CONSTRAINTS,
            Extensions.POLICY_MAPPINGS,
            Extensions.INHIBIT_ANY_POLICY);

    private Constraints() {}

    static Optional<Refused> broken(List<X509Certificate> path, Instant now) {
        List<X509Certificate> issuers = path.subList(1, path.size());
        if (issuers.stream().noneMatch(Constraints::constrains)) {
            return Optional.empty();
        }
        return AnchorNameConstraints.broken(path).or(() -> pkix(path, now));
    }

    private static boolean constrains(X509Certificate issuer) {
        return EXTENSIONS.stream().anyMatch(oid -> issuer.getExtensionValue(oid) != null);
    }

    private static Optional<Refused> pkix(List<X509Certificate> path, Instant now) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.getLast(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path.subList(0, path.size() - 1)),
                            parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return refuse(e.getReason() + ": " + e.getMessage());
        } catch (GeneralSecurityException | RuntimeException e) {
            // For one, constraints on otherName: the JDK cannot compare them and throws UnsupportedOperationException.
            return refuse("constraints cannot be evaluated: " + e.getMessage());
        }
    }

    private static Optional<Refused> refuse(String detail) {
        return Optional.of(new Refused(PathFault.CONSTRAINT_VIOLATED, detail));
    }
}
