package kcd.lab.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/// The ways in which a program may spell bytes in a text, knowingly or not.
final class Spellings {

    /// Base64 turns three bytes into four characters.
    private static final int BASE64_BYTES = 3;

    private Spellings() {}

    /// As they are; in hex, with and without colons; in base64, also as a part of something longer; as
    /// `Arrays.toString`.
    static Set<String> of(byte[] secret) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(new String(secret, StandardCharsets.ISO_8859_1));
        for (HexFormat hex : new HexFormat[] {HexFormat.of(), HexFormat.ofDelimiter(":"), HexFormat.ofDelimiter(" ")}) {
            spellings.add(hex.formatHex(secret));
            spellings.add(hex.withUpperCase().formatHex(secret));
        }
        String decimals = Arrays.toString(secret);
        spellings.add(decimals.substring(1, decimals.length() - 1));
        for (int offset = 0; offset < BASE64_BYTES; offset++) {
            String base64 = inBase64(secret, offset);
            spellings.add(base64);
            spellings.add(base64.replace('+', '-').replace('/', '_'));
        }
        return spellings;
    }

    /// What is the same whatever stands before, `offset` bytes of it, and after.
    private static String inBase64(byte[] secret, int offset) {
        byte[] shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        int whole = shifted.length - shifted.length % BASE64_BYTES;
        String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(shifted, whole));
        return offset == 0
                ? encoded
                : encoded.substring(
                        Base64.getEncoder().encodeToString(new byte[offset]).length());
    }
}
