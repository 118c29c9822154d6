package kcd.kerberos.name;

import java.nio.charset.StandardCharsets;

/**
 * A Kerberos realm. RFC 4120 section 6.1: case matters, so the value is kept as given.
 *
 * @param value the realm's name, 1 to 255 bytes of UTF-8 without control characters, '/' or '@'
 */
public record Realm(String value) {
    /** A DNS name's bound; Active Directory realms are DNS names. */
    public static final int MAX_BYTES = 255;

    public Realm {
        if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("realm must have 1 to " + MAX_BYTES + " bytes");
        }
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '@')) {
            throw new IllegalArgumentException("realm has a character that no realm may have");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
