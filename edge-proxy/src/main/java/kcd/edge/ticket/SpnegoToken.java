package kcd.edge.ticket;

import java.util.Base64;

/// A token for one use: never kept, never logged. RFC 4559 section 4.1.
public final class SpnegoToken {
    private static final String SCHEME = "Negotiate ";

    private final byte[] bytes;

    public SpnegoToken(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /// The value of the Authorization field.
    public String authorization() {
        return SCHEME + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SPNEGO token of " + bytes.length + " bytes";
    }
}
