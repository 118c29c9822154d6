package kcd.kerberos.name;

import java.nio.charset.StandardCharsets;

/**
 * A Kerberos realm. RFC 4120 section 6.1: case matters, so the value is kept as given.
 *
 * @param value the realm's name, 1 to 255 bytes of UTF-8 without control or format characters, '/' or '@'
 */
public record Realm(String value) {
    /** A DNS name's bound; Active Directory realms are DNS names. */
    public static final int MAX_BYTES = 255;

    public Realm {
        if (!hasRealmLength(value)) {
            throw new IllegalArgumentException("realm must have 1 to " + MAX_BYTES + " bytes");
        }
        if (!hasRealmCharacters(value)) {
            throw new IllegalArgumentException("realm has a character that no realm may have");
        }
    }

    /** Whether {@code value} may name a realm: a peer's names are asked before they are believed to hold one. */
    static boolean isRealm(String value) {
        return hasRealmLength(value) && hasRealmCharacters(value);
    }

    private static boolean hasRealmLength(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_BYTES
                && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** Realms come from the network and end up in log lines, so what moves a terminal's cursor is no realm. */
    private static boolean hasRealmCharacters(String value) {
        return value.codePoints().noneMatch(c -> c == '/' || c == '@' || isInvisible(c));
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
