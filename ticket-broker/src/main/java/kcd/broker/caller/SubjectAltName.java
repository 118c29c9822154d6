package kcd.broker.caller;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name in a certificate's subject alternative name extension by which services know each other: a DNS name, or a URI
 * such as a SPIFFE id. RFC 5280 section 4.2.1.6.
 */
public sealed interface SubjectAltName {
    /** A DNS name, compared without regard to case. No wildcards: a service has a name of its own. */
    record Dns(String name) implements SubjectAltName {
        public Dns {
            name = name.toLowerCase(Locale.ROOT);
        }
    }

    /** A URI, compared byte for byte. */
    record Uri(String uri) implements SubjectAltName {}

    int MAX_LENGTH = 2048;
    Pattern DNS_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    int GENERAL_NAME_DNS = 2;
    int GENERAL_NAME_URI = 6;

    /** Reads a name as written in the configuration: what contains {@code ://} is a URI. */
    static Optional<SubjectAltName> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (text.contains("://")) {
            return Optional.of(new Uri(text));
        }
        return DNS_NAME.matcher(text).matches() ? Optional.of(new Dns(text)) : Optional.empty();
    }

    /** The names of these two kinds in a certificate; none if its extension is malformed. */
    static Set<SubjectAltName> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream().flatMap(n -> of(n).stream()).collect(Collectors.toUnmodifiableSet());
        } catch (CertificateParsingException _) {
            return Set.of();
        }
    }

    private static Optional<SubjectAltName> of(List<?> generalName) {
        if (!(generalName.get(0) instanceof Integer kind) || !(generalName.get(1) instanceof String value)) {
            return Optional.empty();
        }
        return switch (kind) {
            case GENERAL_NAME_DNS -> Optional.of(new Dns(value));
            case GENERAL_NAME_URI -> Optional.of(new Uri(value));
            default -> Optional.empty();
        };
    }
}
