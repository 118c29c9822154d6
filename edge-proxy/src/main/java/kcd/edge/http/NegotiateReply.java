package kcd.edge.http;

import com.google.protobuf.ByteString;
import io.vertx.core.MultiMap;
import java.util.Base64;
import java.util.Optional;

/// The token in an upstream's `WWW-Authenticate: Negotiate`: its proof of who it is, or what it has against ours.
/// RFC 4559 section 5.
public final class NegotiateReply {
    /// kcd.ticket.v1 takes no longer one.
    static final int MAX_BYTES = 16_384;

    private static final int MAX_BASE64 = (MAX_BYTES + 2) / 3 * 4;
    private static final String SCHEME = "Negotiate ";

    private NegotiateReply() {}

    /// The first that is readable.
    public static Optional<ByteString> in(MultiMap headers) {
        for (String challenge : headers.getAll("WWW-Authenticate")) {
            if (challenge.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                String text = challenge.substring(SCHEME.length()).strip();
                if (!text.isEmpty() && text.length() <= MAX_BASE64) {
                    return decode(text);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ByteString> decode(String text) {
        try {
            byte[] token = Base64.getDecoder().decode(text);
            return token.length > MAX_BYTES ? Optional.empty() : Optional.of(ByteString.copyFrom(token));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
