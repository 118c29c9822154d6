package kcd.edge.route;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The path of a request target, read once the way the upstream will read it: percent-decoded. RFC 3986 section 6.2.2.
///
/// Route prefixes decide which service a ticket is for, so a path that two readers could take for two different
/// resources (`//`, `..`, `%2f`, `..;`, a backslash, double or overlong encoding) is refused, never repaired.
public final class RequestPath {
    private final String decoded;

    private RequestPath(String decoded) {
        this.decoded = decoded;
    }

    /// Reads the target of a request line, or finds nothing that is safe to route: only origin-form is taken
    /// (RFC 9112 section 3.2.1), so absolute-form cannot name a second host.
    ///
    /// @param requestTarget null where there is none, as in HTTP/2's CONNECT (RFC 9113 section 8.5)
    public static Optional<RequestPath> of(@Nullable String requestTarget) {
        if (requestTarget == null || !isVisible(requestTarget)) {
            return Optional.empty();
        }
        int end = requestTarget.indexOf('?');
        String raw = end < 0 ? requestTarget : requestTarget.substring(0, end);
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        return decode(raw).filter(RequestPath::isUnambiguous).map(RequestPath::new);
    }

    /// Whether this path is the prefix itself or lies below it: `/ews` covers `/EWS/Exchange.asmx` and not `/ewsx`.
    /// Letters of either case are equal, as they are to IIS: otherwise another spelling would be another route.
    boolean isUnder(String prefix) {
        if (prefix.equals("/")) {
            return true;
        }
        return decoded.regionMatches(true, 0, prefix, 0, prefix.length())
                && (decoded.length() == prefix.length() || decoded.charAt(prefix.length()) == '/');
    }

    /// HTTP/2 can carry anything in `:path`; a space or line break in it would become a second request on the way to an
    /// HTTP/1.1 upstream (RFC 9113 section 10.3). So the query is looked at as well.
    private static boolean isVisible(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.indexOf('\\') < 0) {
            return Optional.of(raw);
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                return Optional.empty();
            }
            if (c == '%') {
                int octet = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) << 4 | hex(raw.charAt(i + 2)) : -1;
                if (octet < 0 || !mayBeEncoded((char) octet)) {
                    return Optional.empty();
                }
                c = (char) octet;
                i += 2;
            }
            out.append(c);
        }
        return Optional.of(out.toString());
    }

    /// An encoded separator, dot or percent sign has no honest use in front of a route; an encoded control
    /// character has none anywhere.
    private static boolean mayBeEncoded(char octet) {
        return octet >= ' ' && octet != 0x7f && "/\\.%;".indexOf(octet) < 0;
    }

    private static int hex(char c) {
        int digit = Character.digit(c, 16);
        return digit < 0 ? Integer.MIN_VALUE : digit;
    }

    private static boolean isUnambiguous(String path) {
        if (path.contains("//") || hasOverlongOctets(path)) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /// A longer way to write a character than UTF-8 has for it, with which a lenient reader finds a dot or a slash.
    /// RFC 3629 section 3.
    private static boolean hasOverlongOctets(String path) {
        for (int i = 0; i < path.length(); i++) {
            char next = i + 1 < path.length() ? path.charAt(i + 1) : 0;
            boolean overlong = switch (path.charAt(i)) {
                case 0xc0, 0xc1 -> true;
                case 0xe0 -> next >= 0x80 && next < 0xa0;
                case 0xf0 -> next >= 0x80 && next < 0x90;
                default -> false;
            };
            if (overlong) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return decoded;
    }
}
