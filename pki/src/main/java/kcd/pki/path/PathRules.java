package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kcd.pki.der.Extensions;
import kcd.pki.path.PathResult.Refused;

/** The rules that a path with good signatures must still keep, in the order in which they are reported. RFC 5280 section 6.1. */
final class PathRules {
    private static final Set<String> UNDERSTOOD = Set.of(
            Extensions.KEY_USAGE,
            Extensions.SUBJECT_ALTERNATIVE_NAME,
            Extensions.BASIC_CONSTRAINTS,
            Extensions.NAME_CONSTRAINTS,
            Extensions.CERTIFICATE_POLICIES,
            Extensions.POLICY_MAPPINGS,
            Extensions.POLICY_CONSTRAINTS,
            Extensions.EXTENDED_KEY_USAGE,
            Extensions.INHIBIT_ANY_POLICY);

    private final PathPolicy policy;

    PathRules(PathPolicy policy) {
        this.policy = policy;
    }

    /** The first rule that the path breaks; leaf first, anchor last. */
    Optional<Refused> broken(List<X509Certificate> path, Instant now) {
        X509Certificate leaf = path.getFirst();
        List<X509Certificate> issuers = path.subList(1, path.size());
        return first(path, PathRules::readable)
                .or(() -> validity(path, now))
                .or(() -> leafUse(leaf))
                .or(() -> first(issuers, this::issuerUse))
                .or(() -> pathLength(path))
                .or(() -> first(path, PathRules::criticalExtensions))
                .or(() -> first(path, this::keys))
                .or(() -> first(path.subList(0, path.size() - 1), this::signatures))
                .or(() -> Constraints.broken(path, now));
    }

    /** The one rule whose answer changes with time. */
    Optional<Refused> validity(List<X509Certificate> path, Instant now) {
        return validity(path.getFirst(), now, PathFault.NOT_YET_VALID, PathFault.EXPIRED)
                .or(() -> first(
                        path.subList(1, path.size()),
                        issuer -> validity(issuer, now, PathFault.ISSUER_NOT_YET_VALID, PathFault.ISSUER_EXPIRED)));
    }

    private static Optional<Refused> validity(
            X509Certificate certificate, Instant now, PathFault early, PathFault late) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            return refuse(early, "%s is valid from %s".formatted(Printable.subject(certificate), from));
        }
        return now.isAfter(until)
                ? refuse(late, "%s expired at %s".formatted(Printable.subject(certificate), until))
                : Optional.empty();
    }

    /** Signature algorithms only: cheap, so it also runs before any signature is computed. */
    Optional<Refused> signatures(X509Certificate certificate) {
        return policy.algorithms().signatureFault(certificate).map(why -> new Refused(PathFault.WEAK_SIGNATURE, why));
    }

    Optional<Refused> keys(X509Certificate certificate) {
        return policy.algorithms().keyFault(certificate).map(why -> new Refused(PathFault.WEAK_KEY, why));
    }

    private static Optional<Refused> readable(X509Certificate certificate) {
        return ReadableExtensions.broken(certificate)
                .map(what -> new Refused(PathFault.MALFORMED, Printable.subject(certificate) + ": " + what));
    }

    private Optional<Refused> leafUse(X509Certificate leaf) {
        if (leaf.getBasicConstraints() >= 0) {
            return refuse(PathFault.LEAF_IS_CA, "the client's certificate is a CA certificate");
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[KeyUsageBit.DIGITAL_SIGNATURE]) {
            return refuse(PathFault.WRONG_KEY_USAGE, "key usage without digitalSignature");
        }
        return purpose(leaf);
    }

    private Optional<Refused> issuerUse(X509Certificate issuer) {
        return TrustAnchors.isCa(issuer)
                ? issuerPurpose(issuer)
                : refuse(PathFault.ISSUER_NOT_CA, Printable.subject(issuer) + " is no CA and may not sign");
    }

    /** A CA whose own extended key usage leaves out client authentication cannot grant it (OpenSSL, Windows). */
    private Optional<Refused> issuerPurpose(X509Certificate issuer) {
        return switch (Purpose.of(issuer)) {
            case CLIENT_AUTH, ANY, UNSTATED -> Optional.empty();
            case OTHER ->
                refuse(
                        PathFault.WRONG_EXTENDED_KEY_USAGE,
                        Printable.subject(issuer) + " may not issue for client authentication");
        };
    }

    private Optional<Refused> purpose(X509Certificate leaf) {
        return switch (Purpose.of(leaf)) {
            case CLIENT_AUTH -> Optional.empty();
            case OTHER -> refuse(PathFault.WRONG_EXTENDED_KEY_USAGE, "extended key usage without clientAuth");
            case ANY, UNSTATED ->
                policy.allowMissingExtendedKeyUsage()
                        ? Optional.empty()
                        : refuse(PathFault.MISSING_EXTENDED_KEY_USAGE, "no extended key usage that says clientAuth");
        };
    }

    /** RFC 5280 section 6.1.4 (l), (m): self-issued certificates do not count. */
    private Optional<Refused> pathLength(List<X509Certificate> path) {
        int below = 0;
        for (X509Certificate issuer : path.subList(1, path.size())) {
            if (below > issuer.getBasicConstraints()) {
                return refuse(
                        PathFault.PATH_TOO_LONG,
                        "%s allows %d CAs below it, here are %d"
                                .formatted(Printable.subject(issuer), issuer.getBasicConstraints(), below));
            }
            if (!issuer.getSubjectX500Principal().equals(issuer.getIssuerX500Principal())) {
                below++;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refused> criticalExtensions(X509Certificate certificate) {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical == null || UNDERSTOOD.containsAll(critical)) {
            return Optional.empty();
        }
        Set<String> unknown = new TreeSet<>(critical);
        unknown.removeAll(UNDERSTOOD);
        return refuse(PathFault.UNKNOWN_CRITICAL_EXTENSION, Printable.subject(certificate) + " has " + unknown);
    }

    private static Optional<Refused> refuse(PathFault reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }

    private static Optional<Refused> first(List<X509Certificate> certificates, Rule rule) {
        return certificates.stream().flatMap(c -> rule.broken(c).stream()).findFirst();
    }

    @FunctionalInterface
    private interface Rule {
        Optional<Refused> broken(X509Certificate certificate);
    }
}
