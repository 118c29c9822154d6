package kcd.pki.crl;

import static kcd.pki.der.DerCursor.SEQUENCE;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import kcd.pki.der.DerCursor;
import kcd.pki.der.Extensions;
import kcd.pki.der.MalformedDerException;

/**
 * The URIs by which lists and certificates name the places of revocation lists; other forms of name are passed over.
 * RFC 5280 sections 4.2.1.13 and 4.2.1.15.
 */
public final class DistributionPointNames {

    private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    private static final String FRESHEST_CRL = "2.5.29.46";

    private static final int DISTRIBUTION_POINT = DerCursor.constructed(0);
    private static final int FULL_NAME = DerCursor.constructed(0);
    private static final int URI = DerCursor.primitive(6);

    /** Of one list or certificate. */
    static final int MAX_URIS = 16;

    static final int MAX_URI_BYTES = 2048;

    private DistributionPointNames() {}

    /**
     * Where a CA's certificate says that lists about it are: those of the CA above, complete and delta. Empty too if what it
     * says cannot be read.
     */
    public static Set<String> of(X509Certificate certificate) {
        Set<String> uris = new LinkedHashSet<>();
        try {
            for (String extension : new String[] {CRL_DISTRIBUTION_POINTS, FRESHEST_CRL}) {
                Optional<DerCursor> value = Extensions.find(certificate, extension);
                if (value.isPresent()) {
                    uris.addAll(points(value.get()));
                }
            }
        } catch (MalformedDerException e) {
            return Set.of();
        }
        return uris;
    }

    /**
     * Where a certificate says that the lists about itself are; empty if it has no CRLDistributionPoints. One that cannot be
     * read names nothing that any partition has.
     */
    public static Optional<Set<String>> namedBy(X509Certificate certificate) {
        try {
            Optional<DerCursor> value = Extensions.find(certificate, CRL_DISTRIBUTION_POINTS);
            return value.isEmpty() ? Optional.empty() : Optional.of(points(value.get()));
        } catch (MalformedDerException e) {
            return Optional.of(Set.of());
        }
    }

    /** CRLDistributionPoints: all of its points' names. */
    static Set<String> points(DerCursor cursor) throws MalformedDerException {
        Set<String> uris = new LinkedHashSet<>();
        cursor.open(SEQUENCE);
        while (cursor.hasMore()) {
            cursor.open(SEQUENCE);
            if (cursor.at(DISTRIBUTION_POINT)) {
                addName(cursor, uris);
            }
            cursor.leave();
        }
        cursor.close();
        return uris;
    }

    /** DistributionPointName, in its tag. */
    static Set<String> name(DerCursor cursor) throws MalformedDerException {
        Set<String> uris = new LinkedHashSet<>();
        addName(cursor, uris);
        return uris;
    }

    private static void addName(DerCursor cursor, Set<String> uris) throws MalformedDerException {
        cursor.open(DISTRIBUTION_POINT);
        if (cursor.at(FULL_NAME)) {
            cursor.open(FULL_NAME);
            while (cursor.hasMore()) {
                if (cursor.at(URI)) {
                    add(new String(cursor.content(URI, MAX_URI_BYTES), StandardCharsets.US_ASCII), uris);
                } else {
                    cursor.skip();
                }
            }
            cursor.close();
        } else {
            cursor.skip();
        }
        cursor.close();
    }

    private static void add(String uri, Set<String> uris) throws MalformedDerException {
        if (uris.size() == MAX_URIS) {
            throw new MalformedDerException("more than " + MAX_URIS + " distribution point names");
        }
        uris.add(canonical(uri));
    }

    /** Scheme and host in lower case, the rest as it is. RFC 5280 section 7.4. */
    private static String canonical(String uri) {
        int scheme = uri.indexOf("://");
        int path = scheme < 0 ? -1 : uri.indexOf('/', scheme + 3);
        return path < 0 ? uri : uri.substring(0, path).toLowerCase(Locale.ROOT) + uri.substring(path);
    }
}
