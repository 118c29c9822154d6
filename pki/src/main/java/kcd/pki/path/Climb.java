package kcd.pki.path;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from the leaf through presented certificates to the first configured CA, by names and key identifiers only.
 *
 * <p>Greedy: a configured issuer is preferred to a presented one, and among presented ones the first that fits is
 * taken. No backtracking, so a stranger cannot make us search.
 */
record Climb(List<X509Certificate> presented, List<TrustedCa> candidates) {
    /** CAs of one name and no key identifier differ by key only; each key is one signature check. */
    private static final int MAX_KEYS_TRIED = 4;

    static Optional<Climb> from(X509Certificate leaf, List<X509Certificate> others, TrustAnchors anchors) {
        List<X509Certificate> way = new ArrayList<>(List.of(leaf));
        List<X509Certificate> unused = new ArrayList<>(others);
        while (true) {
            X509Certificate top = way.getLast();
            List<TrustedCa> configured = anchors.issuersOf(top);
            if (!configured.isEmpty()) {
                return Optional.of(new Climb(List.copyOf(way), configured));
            }
            Optional<X509Certificate> next =
                    unused.stream().filter(issuer -> mayHaveIssued(issuer, top)).findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            unused.remove(next.get());
            way.add(next.get());
        }
    }

    /** The configured CAs whose key signed the topmost presented certificate; the rest is not worth looking at. */
    List<TrustedCa> signers(SignatureCheck check) {
        X509Certificate top = presented.getLast();
        Optional<PublicKey> signer = candidates.stream()
                .map(ca -> ca.certificate().getPublicKey())
                .distinct()
                .limit(MAX_KEYS_TRIED)
                .filter(key -> check.signedBy(top, key))
                .findFirst();
        return candidates.stream()
                .filter(ca ->
                        signer.filter(ca.certificate().getPublicKey()::equals).isPresent())
                .toList();
    }

    private static boolean mayHaveIssued(X509Certificate issuer, X509Certificate child) {
        return issuer.getSubjectX500Principal().equals(child.getIssuerX500Principal())
                && KeyIdentifiers.mayHaveSigned(issuer, child);
    }
}
