package kcd.crl.config;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import kcd.crl.fetch.PointUrl;
import kcd.pki.crl.CrlIssuer;
import kcd.pki.crl.DistributionPointNames;

/**
 * Those whose lists count.
 *
 * @param issuers CAs and delegated signers
 * @param authorities the CAs' certificates
 */
public record TrustedIssuers(List<CrlIssuer> issuers, List<X509Certificate> authorities) {

    /** Keeps copies. */
    public TrustedIssuers {
        issuers = List.copyOf(issuers);
        authorities = List.copyOf(authorities);
    }

    /** The points that the CAs' certificates name: those of the lists that these certificates would be in. */
    List<URI> namedPoints() {
        return authorities.stream()
                .flatMap(certificate -> DistributionPointNames.of(certificate).stream())
                .map(PointUrl::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
