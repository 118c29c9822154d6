package kcd.edge.route;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An upstream's word that the request belongs to another server: ActiveSync's 451 with X-MS-Location (MS-ASHTTP
/// section 2.2.2.1.2.6), or a redirect of HTTP's own (RFC 9110 section 15.4) that names a host.
///
/// @param field the header field that says so
/// @param to the server it names
/// @param requestTarget the path and query to ask there; for a 451 the request's own
/// @param rest what follows the host in the field
/// @param repeats whether the same request is to be sent again there; a 301 to 303 of a POST may mean a GET instead
public record Redirect(String field, Upstream to, String requestTarget, String rest, boolean repeats) {
    private static final String MS_LOCATION = "X-MS-Location";
    private static final String LOCATION = "Location";
    private static final int MAX_LENGTH = 4096;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}");

    /// What an answer's head says, if it names another server.
    public static Optional<Redirect> in(int status, MultiMap headers, String ownTarget) {
        return switch (status) {
            case 451 -> read(MS_LOCATION, headers.get(MS_LOCATION)).map(r -> r.asking(ownTarget));
            // ActiveSync and Autodiscover clients repeat the POST after a 302, and so does whoever follows for them.
            case 301, 302, 307, 308 -> read(LOCATION, headers.get(LOCATION));
            case 303 -> read(LOCATION, headers.get(LOCATION)).map(Redirect::asAnotherRequest);
            default -> Optional.empty();
        };
    }

    /// The field's value with our own name in place of the server's, which devices cannot reach.
    public String valueAt(String gatewayAuthority) {
        return "https://" + gatewayAuthority + rest;
    }

    private Redirect asking(String ownTarget) {
        return new Redirect(field, to, ownTarget, rest, true);
    }

    private Redirect asAnotherRequest() {
        return new Redirect(field, to, requestTarget, rest, false);
    }

    private static Optional<Redirect> read(String field, @Nullable String value) {
        if (value == null || value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(value.strip());
            String host = uri.getHost();
            if (host == null || uri.getUserInfo() != null) {
                return Optional.empty();
            }
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            boolean secure = !"http".equalsIgnoreCase(uri.getScheme());
            int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP;
            if (!HOST.matcher(bare).matches()) {
                return Optional.empty();
            }
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
            String rest = uri.getRawFragment() == null ? target : target + "#" + uri.getRawFragment();
            return Optional.of(new Redirect(field, new Upstream(bare, port), target, rest, secure));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
