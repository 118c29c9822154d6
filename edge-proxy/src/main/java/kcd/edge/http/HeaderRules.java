package kcd.edge.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Decides which header fields cross the gateway. RFC 9110 section 7.6.1 for what belongs to one hop; the rest is
/// what a device could say to pass for someone else.
///
/// Names are compared with `_` read as `-`, since CGI-like upstreams cannot tell `X_Remote_User` from `X-Remote-User`.
public final class HeaderRules {
    /// Ends at this hop. Expect is answered here, Content-Length and Transfer-Encoding are made anew from the body.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect",
            "content-length",
            "host");

    /// Who the user is, where the request came from, or what it should be taken for: ours alone to say.
    private static final Set<String> IDENTITY = Set.of(
            "forwarded",
            // As HTTP_PROXY it would tell a CGI program which proxy to use.
            "proxy",
            "x-forwarded",
            "x-auth",
            "x-authenticated",
            "traceparent",
            "tracestate",
            "baggage",
            "via",
            "remote-user",
            "auth-user",
            "cert-user",
            "client-cert",
            "client-cert-chain",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-originating-ip",
            "x-host",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-rewrite-url",
            "x-user",
            "x-username",
            "x-webauth-user",
            "true-client-ip",
            "cf-connecting-ip",
            "front-end-https",
            "x-commonaccesstoken",
            "x-isfromcafe",
            "x-sourcecafeserver",
            "x-wlid-memberhost",
            "iv-user",
            "iv-groups",
            "iv-creds",
            "sm-user",
            "oam-remote-user");

    private static final List<String> IDENTITY_PREFIXES = List.of(
            "proxy-",
            "x-forwarded-",
            "x-original-",
            "x-remote-",
            "x-ssl-",
            "ssl-client-",
            "x-client-cert",
            "x-client-dn",
            "x-client-verify",
            "x-client-s-",
            "x-arr-",
            "x-auth-",
            "x-authenticated-",
            "x-ms-client-principal",
            "x-ms-client-cert",
            "x-ms-proxy",
            "ms-aspnetcore-",
            "x-envoy-",
            "x-iis-");

    private static final Set<String> CHALLENGES =
            Set.of("www-authenticate", "proxy-authenticate", "authentication-info", "proxy-authentication-info");

    private static final Set<String> UPSTREAM_ONLY = Set.of("persistent-auth", "alt-svc");

    private static final int MAX_LENGTH_DIGITS = 18;

    private static final FieldFates TOWARDS_UPSTREAM = new FieldFates(HeaderRules::upstreamFate);
    private static final FieldFates TOWARDS_DEVICE = new FieldFates(HeaderRules::deviceFate);

    private HeaderRules() {}

    /// Whether every field can cross from HTTP/2 to HTTP/1.1 and be read there as what it is: names are tokens, values
    /// hold no line break and no NUL. RFC 9110 sections 5.1 and 5.5. Decoders check most of it.
    public static boolean areWellFormed(MultiMap received) {
        if (!hasPlainLength(received) || !hasPlainCoding(received)) {
            return false;
        }
        for (Map.Entry<String, String> field : received) {
            String name = field.getKey().startsWith(":") ? field.getKey().substring(1) : field.getKey();
            if (!isToken(name)) {
                return false;
            }
            String value = field.getValue();
            if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
                return false;
            }
        }
        return true;
    }

    /// One number at most, and not one that overflows somewhere. RFC 9110 section 8.6.
    private static boolean hasPlainLength(MultiMap received) {
        List<String> lengths = received.getAll("content-length");
        if (lengths.isEmpty()) {
            return true;
        }
        String length = lengths.getFirst();
        return lengths.size() == 1
                && !length.isEmpty()
                && length.length() <= MAX_LENGTH_DIGITS
                && length.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Chunked, once, or nothing: what another reader might take for another coding, or for none, ends here.
    /// RFC 9112 section 6.1.
    private static boolean hasPlainCoding(MultiMap received) {
        List<String> codings = received.getAll("transfer-encoding");
        return codings.isEmpty() || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenChar(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isTokenChar(char c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    /// The fields of a device's request that the upstream may see. With Kerberos on, the device's own
    /// Authorization is not one of them; without it the upstream judges that itself.
    public static List<HeaderField> towardsUpstream(MultiMap received, boolean kerberos) {
        return passed(received, kerberos, TOWARDS_UPSTREAM);
    }

    /// The fields of an upstream's response that the device may see. With Kerberos on no challenge is among them:
    /// a phone turns one into a password prompt.
    public static List<HeaderField> towardsDevice(MultiMap received, boolean kerberos) {
        return passed(received, kerberos, TOWARDS_DEVICE);
    }

    private static List<HeaderField> passed(MultiMap received, boolean kerberos, FieldFates fates) {
        Set<String> listed = listedByConnection(received);
        List<HeaderField> passed = new ArrayList<>(received.size());
        for (Map.Entry<String, String> field : received) {
            String name = field.getKey();
            boolean passes = switch (fates.of(name)) {
                case PASSES -> true;
                case IS_AUTHENTICATION -> !kerberos;
                case ENDS -> false;
            };
            if (passes && (listed.isEmpty() || !listed.contains(canonical(name)))) {
                passed.add(new HeaderField(name, field.getValue()));
            }
        }
        return passed;
    }

    private static FieldFates.Fate upstreamFate(String written) {
        String name = canonical(written);
        if (name.startsWith(":") || HOP_BY_HOP.contains(name) || IDENTITY.contains(name) || hasIdentityPrefix(name)) {
            return FieldFates.Fate.ENDS;
        }
        return name.equals("authorization") ? FieldFates.Fate.IS_AUTHENTICATION : FieldFates.Fate.PASSES;
    }

    private static FieldFates.Fate deviceFate(String written) {
        String name = canonical(written);
        boolean ownLength = name.equals("content-length");
        if ((!ownLength && HOP_BY_HOP.contains(name)) || name.startsWith("proxy-") || UPSTREAM_ONLY.contains(name)) {
            return FieldFates.Fate.ENDS;
        }
        return CHALLENGES.contains(name) ? FieldFates.Fate.IS_AUTHENTICATION : FieldFates.Fate.PASSES;
    }

    private static boolean hasIdentityPrefix(String name) {
        for (String prefix : IDENTITY_PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> listedByConnection(MultiMap headers) {
        if (!headers.contains("connection")) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll("connection")) {
            for (String name : value.split(",", -1)) {
                names.add(canonical(name.strip()));
            }
        }
        return names;
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
