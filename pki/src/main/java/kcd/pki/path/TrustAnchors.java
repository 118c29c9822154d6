package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * The configured CA certificates, immutable, with every path among them already verified.
 *
 * <p>Each configured certificate is trusted to issue. A self-signed one is an anchor; another one leads to its issuer
 * where that is configured too, and is itself the anchor where it is not (OpenSSL's partial chain). So an operator may
 * give roots, intermediates or both, and old and new ones side by side during a roll-over.
 */
public final class TrustAnchors {
    private final List<X509Certificate> certificates;
    private final Map<X500Principal, List<TrustedCa>> bySubject;
    private final TrustGeneration generation;

    private TrustAnchors(List<X509Certificate> certificates, List<TrustedCa> cas, TrustGeneration generation) {
        this.certificates = List.copyOf(certificates);
        this.bySubject = cas.stream()
                .collect(Collectors.groupingBy(
                        ca -> ca.certificate().getSubjectX500Principal(), Collectors.toUnmodifiableList()));
        this.generation = generation;
    }

    /**
     * Trust in these CA certificates; duplicates count once.
     *
     * @throws IllegalArgumentException if there is none, or one that is no CA: {@link kcd.pki.file.TrustLoader} reports instead
     */
    public static TrustAnchors of(Collection<X509Certificate> configured) {
        Map<CertificateHash, X509Certificate> distinct = new LinkedHashMap<>();
        for (X509Certificate certificate : configured) {
            if (!isCa(certificate)) {
                throw new IllegalArgumentException("not a CA certificate: " + Printable.subject(certificate));
            }
            distinct.putIfAbsent(CertificateHash.of(certificate), certificate);
        }
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException("no CA certificate is configured");
        }
        List<X509Certificate> certificates = new ArrayList<>(distinct.values());
        return new TrustAnchors(certificates, TrustedPaths.among(certificates), TrustGeneration.of(distinct.keySet()));
    }

    /** Whether the certificate may sign others. RFC 5280 sections 4.2.1.3 and 4.2.1.9. */
    public static boolean isCa(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KeyUsageBit.KEY_CERT_SIGN]);
    }

    /** The configured CAs that the certificate's issuer name and key identifier speak of. */
    List<TrustedCa> issuersOf(X509Certificate certificate) {
        return bySubject.getOrDefault(certificate.getIssuerX500Principal(), List.of()).stream()
                .filter(ca -> KeyIdentifiers.mayHaveSigned(ca.certificate(), certificate))
                .toList();
    }

    /** Every configured certificate once, in the order of configuration. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    public TrustGeneration generation() {
        return generation;
    }

    @Override
    public String toString() {
        return certificates.size() + " CA certificates, generation " + generation;
    }
}
