package kcd.edge.ticket;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// A token for one use: never kept, never logged. RFC 4559 section 4.1.
public final class SpnegoToken {
    private static final byte[] SCHEME = "Negotiate ".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    public SpnegoToken(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /// The value of the Authorization field.
    public AsciiString authorization() {
        byte[] encoded = Base64.getEncoder().encode(bytes);
        byte[] value = Arrays.copyOf(SCHEME, SCHEME.length + encoded.length);
        System.arraycopy(encoded, 0, value, SCHEME.length, encoded.length);
        return new AsciiString(value, false);
    }

    @Override
    public String toString() {
        return "SPNEGO token of " + bytes.length + " bytes";
    }
}
