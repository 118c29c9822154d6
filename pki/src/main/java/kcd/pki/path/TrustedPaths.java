package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds and verifies, once per configuration, the ways among the configured CAs.
 *
 * <p>This is why an unknown leaf under a configured issuer costs one signature check and not one per level.
 */
final class TrustedPaths {
    static final int MAX_PATH_LENGTH = 8;
    /** Cross-signed CAs multiply the ways up; sixteen are plenty and keep a tangle from growing without end. */
    private static final int MAX_PATHS_PER_CA = 16;

    private final Map<X509Certificate, List<X509Certificate>> issuers = new HashMap<>();

    private TrustedPaths(List<X509Certificate> cas) {
        for (X509Certificate ca : cas) {
            issuers.put(
                    ca,
                    isSelfSigned(ca)
                            ? List.of()
                            : cas.stream().filter(i -> signed(i, ca)).toList());
        }
    }

    static List<TrustedCa> among(List<X509Certificate> cas) {
        TrustedPaths paths = new TrustedPaths(cas);
        return cas.stream()
                .map(ca -> new TrustedCa(
                        ca, paths.up(List.of(ca)).limit(MAX_PATHS_PER_CA).toList()))
                .toList();
    }

    private Stream<List<X509Certificate>> up(List<X509Certificate> path) {
        List<X509Certificate> next = issuers.getOrDefault(path.getLast(), List.of()).stream()
                .filter(issuer -> !path.contains(issuer))
                .toList();
        return next.isEmpty() || path.size() == MAX_PATH_LENGTH
                ? Stream.of(path)
                : next.stream().flatMap(issuer -> up(append(path, issuer)));
    }

    private static List<X509Certificate> append(List<X509Certificate> path, X509Certificate issuer) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(issuer);
        return List.copyOf(longer);
    }

    private static boolean isSelfSigned(X509Certificate ca) {
        return ca.getSubjectX500Principal().equals(ca.getIssuerX500Principal())
                && SignatureCheck.JCA.signedBy(ca, ca.getPublicKey());
    }

    private static boolean signed(X509Certificate issuer, X509Certificate child) {
        return !issuer.equals(child)
                && issuer.getSubjectX500Principal().equals(child.getIssuerX500Principal())
                && KeyIdentifiers.mayHaveSigned(issuer, child)
                && SignatureCheck.JCA.signedBy(child, issuer.getPublicKey());
    }
}
