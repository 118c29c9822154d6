package kcd.crl.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which URLs a list can be had from, whoever wrote them: an administrator, or a CA into its certificates. */
public final class PointUrl {

    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> DIRECTORY = Set.of("ldap", "ldaps");

    private PointUrl() {}

    /** The URL, if it is an absolute http, https, ldap or ldaps one without user info; a directory's may lack the host. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.strip());
            boolean plain = url.getRawUserInfo() == null && url.getRawFragment() == null;
            boolean web = WEB.contains(scheme(url)) && url.getHost() != null;
            boolean directory = isDirectory(url)
                    && url.getRawPath() != null
                    && url.getRawPath().length() > 1;
            return plain && (web || directory) ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether it names an entry of a directory (RFC 4516). */
    public static boolean isDirectory(URI url) {
        return DIRECTORY.contains(scheme(url));
    }

    /** Whether it leaves open which directory, as Active Directory's own points do. */
    public static boolean needsServer(URI url) {
        return isDirectory(url) && url.getHost() == null;
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }
}
