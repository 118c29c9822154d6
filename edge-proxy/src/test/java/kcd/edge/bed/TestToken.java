package kcd.edge.bed;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A token that can be read: who, towards what, on which connection, and a number that is never used twice.
public record TestToken(String user, String spn, String binding, long number) {
    static TestToken mint(String user, String spn, ByteString binding, long number) {
        return new TestToken(user, spn, HexFormat.of().formatHex(binding.toByteArray()), number);
    }

    byte[] bytes() {
        return (user + "|" + spn + "|" + binding + "|" + number).getBytes(StandardCharsets.UTF_8);
    }

    /// Names this token to the broker.
    ByteString handle() {
        return ByteString.copyFromUtf8(Long.toString(number));
    }

    /// What only a service that could read the token would answer.
    static ByteString proof(ByteString handle) {
        return ByteString.copyFromUtf8("proof of ").concat(handle);
    }

    public static Optional<TestToken> fromAuthorization(String header) {
        if (!header.startsWith("Negotiate ")) {
            return Optional.empty();
        }
        String[] parts = new String(
                        Base64.getDecoder().decode(header.substring("Negotiate ".length())), StandardCharsets.UTF_8)
                .split("\\|", -1);
        return Optional.of(new TestToken(parts[0], parts[1], parts[2], Long.parseLong(parts[3])));
    }
}
