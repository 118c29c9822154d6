package kcd.pki.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The DNS names that a server certificate is good for: those of its subject alternative names, a wildcard for one label
 * included. RFC 9525 section 6.3.
 */
record ServerNames(Set<String> names) {
    private static final int DNS_NAME = 2;
    private static final String ANY = "*";

    ServerNames {
        names = Set.copyOf(names);
    }

    static ServerNames of(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return new ServerNames(
                    all == null
                            ? Set.of()
                            : all.stream()
                                    .filter(name -> name.getFirst().equals(DNS_NAME))
                                    .map(name -> lower((String) name.get(1)))
                                    .collect(Collectors.toSet()));
        } catch (CertificateParsingException _) {
            return new ServerNames(Set.of());
        }
    }

    /** Whether a client that asks for this host gets what it asks for. */
    boolean cover(String host) {
        String asked = lower(host);
        int dot = asked.indexOf('.');
        return names.contains(asked) || (dot > 0 && names.contains(ANY + asked.substring(dot)));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
