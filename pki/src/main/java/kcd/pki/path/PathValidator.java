package kcd.pki.path;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.pki.path.PathResult.Refused;

/**
 * Judges presented certificate chains against one set of trust. RFC 5280 section 6.
 *
 * <pre>
 * bounds -> parse -> known leaf? -> climb to a configured CA -> its signature, then downwards -> the other rules
 * </pre>
 *
 * <p>Signatures come before everything that reads the certificate closely, topmost first, so a stranger's chain costs
 * one check however it is dressed up. Thread-safe; one per trust generation, shared by all connections.
 */
public final class PathValidator {
    /** What a client may send, here and in the broker's contract: the leaf and the CAs that it thinks we lack. */
    public static final int MAX_PRESENTED = 10;

    /** About 300 bytes each; twenty thousand phones reconnect without a signature check. */
    public static final int DEFAULT_REMEMBERED_LEAVES = 20_000;

    private static final int MAX_SERIAL_BITS = 20 * 8 - 1;

    private final TrustAnchors anchors;
    private final PathRules rules;
    private final SignatureCheck signature;
    private final VerifiedLeafCache verified;

    public PathValidator(TrustAnchors anchors, PathPolicy policy) {
        this(anchors, policy, DEFAULT_REMEMBERED_LEAVES);
    }

    public PathValidator(TrustAnchors anchors, PathPolicy policy, int rememberedLeaves) {
        this(anchors, policy, rememberedLeaves, SignatureCheck.JCA);
    }

    PathValidator(TrustAnchors anchors, PathPolicy policy, int rememberedLeaves, SignatureCheck signature) {
        this.anchors = anchors;
        this.rules = new PathRules(policy);
        this.verified = new VerifiedLeafCache(rememberedLeaves);
        this.signature = signature;
    }

    public TrustAnchors anchors() {
        return anchors;
    }

    /** Judges a chain as a TLS engine hands it over, leaf first. */
    public PathResult validate(List<X509Certificate> presented, Instant now) {
        if (presented.size() > MAX_PRESENTED) {
            return tooLong(presented.size());
        }
        try {
            List<byte[]> encoded = new ArrayList<>();
            for (X509Certificate certificate : presented) {
                encoded.add(certificate.getEncoded());
            }
            return validateEncoded(encoded, now);
        } catch (CertificateEncodingException e) {
            return new Refused(PathFault.MALFORMED, "a certificate cannot be encoded: " + e.getMessage());
        }
    }

    /** Judges a chain of DER certificates, leaf first. */
    public PathResult validateEncoded(List<byte[]> presented, Instant now) {
        if (presented.isEmpty()) {
            return new Refused(PathFault.EMPTY_CHAIN, "no client certificate");
        }
        if (presented.size() > MAX_PRESENTED) {
            return tooLong(presented.size());
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] der : presented) {
            if (der.length > Certificates.MAX_CERTIFICATE_BYTES) {
                return new Refused(PathFault.CERTIFICATE_TOO_LARGE, der.length + " bytes");
            }
            Optional<X509Certificate> certificate = Certificates.parse(der);
            if (certificate.isEmpty()) {
                return new Refused(
                        PathFault.MALFORMED, "certificate " + chain.size() + " of the chain is not DER X.509");
            }
            chain.add(certificate.get());
        }
        CertificateHash hash = CertificateHash.of(presented.getFirst());
        return known(chain.getFirst(), hash, now).orElseGet(() -> judge(chain, hash, now));
    }

    private Optional<PathResult> known(X509Certificate leaf, CertificateHash hash, Instant now) {
        return verified.issuersOf(hash, anchors.generation())
                .map(issuers -> new VerifiedPath(leaf, hash, issuers, anchors.generation()))
                // Out of its time the leaf is judged anew: another issuer may still be good, or the reason is due.
                .filter(path -> rules.validity(path.certificates(), now).isEmpty())
                .map(path -> path);
    }

    private PathResult judge(List<X509Certificate> chain, CertificateHash hash, Instant now) {
        X509Certificate leaf = chain.getFirst();
        if (leaf.getSerialNumber().signum() <= 0 || leaf.getSerialNumber().bitLength() > MAX_SERIAL_BITS) {
            return new Refused(PathFault.UNUSUAL_SERIAL_NUMBER, Printable.subject(leaf));
        }
        Optional<Climb> climb = Climb.from(leaf, chain.subList(1, chain.size()), anchors);
        if (climb.isEmpty()) {
            return new Refused(
                    PathFault.UNKNOWN_ISSUER,
                    "no configured CA is called "
                            + leaf.getIssuerX500Principal().getName());
        }
        List<X509Certificate> presented = climb.get().presented();
        Optional<Refused> weak =
                presented.stream().flatMap(c -> rules.signatures(c).stream()).findFirst();
        if (weak.isPresent()) {
            return weak.get();
        }
        List<TrustedCa> signers = climb.get().signers(signature);
        if (signers.isEmpty()) {
            return badSignature(presented.getLast());
        }
        Optional<Refused> forged = downwards(presented);
        return forged.isPresent() ? forged.get() : firstGood(presented, signers, hash, now);
    }

    /** From the topmost presented certificate, whose signature is good by now, down to the leaf. */
    private Optional<Refused> downwards(List<X509Certificate> presented) {
        for (int i = presented.size() - 1; i > 0; i--) {
            X509Certificate issuer = presented.get(i);
            X509Certificate child = presented.get(i - 1);
            Optional<Refused> weak = rules.keys(issuer);
            if (weak.isPresent()) {
                return weak;
            }
            if (!signature.signedBy(child, issuer.getPublicKey())) {
                return Optional.of(badSignature(child));
            }
        }
        return Optional.empty();
    }

    /** Cross-signed and renewed CAs give several ways up; one that keeps the rules is enough, else the first says why. */
    private PathResult firstGood(
            List<X509Certificate> presented, List<TrustedCa> signers, CertificateHash hash, Instant now) {
        List<PathResult> results = new ArrayList<>();
        for (TrustedCa signer : signers) {
            for (List<X509Certificate> up : signer.pathsUp()) {
                PathResult result = ruled(presented, up, hash, now);
                if (result instanceof VerifiedPath path) {
                    verified.remember(hash, anchors.generation(), path.issuers());
                    return path;
                }
                results.add(result);
            }
        }
        return results.getFirst();
    }

    private PathResult ruled(
            List<X509Certificate> presented, List<X509Certificate> up, CertificateHash hash, Instant now) {
        List<X509Certificate> path = new ArrayList<>(presented);
        path.addAll(up);
        Optional<Refused> broken = rules.broken(path, now);
        if (broken.isPresent()) {
            return broken.get();
        }
        // The configured list itself where it can be: twenty thousand remembered leaves then share it.
        List<X509Certificate> issuers = presented.size() == 1 ? up : path.subList(1, path.size());
        return new VerifiedPath(path.getFirst(), hash, issuers, anchors.generation());
    }

    private static Refused tooLong(int size) {
        return new Refused(PathFault.CHAIN_TOO_LONG, size + " certificates, at most " + MAX_PRESENTED);
    }

    private static Refused badSignature(X509Certificate certificate) {
        return new Refused(
                PathFault.BAD_SIGNATURE,
                "%s was not signed by %s"
                        .formatted(
                                certificate.getSubjectX500Principal().getName(),
                                certificate.getIssuerX500Principal().getName()));
    }
}
