package kcd.lab.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many strings to be looked for in one pass: by a hash of their first characters, then in full.
final class Needles {

    /// Shorter ones would be found everywhere.
    static final int MIN_LENGTH = 8;

    private static final int BITS = 20;

    private final Map<Long, List<Needle>> byHead = new HashMap<>();
    /// Answers "not here" for nearly every position without a look-up.
    private final long[] heads = new long[(1 << BITS) >> 6];

    /// @param kind what it means that it was found; never the secret
    private record Needle(String text, String kind) {}

    void add(String text, String kind) {
        if (text.length() < MIN_LENGTH) {
            return;
        }
        long head = head(text.getBytes(StandardCharsets.ISO_8859_1));
        byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(new Needle(text, kind));
        int bit = bit(head);
        heads[bit >> 6] |= 1L << bit;
    }

    /// The kind of the first one that a line holds.
    Optional<String> findIn(byte[] line) {
        long head = 0;
        for (int i = 0; i < line.length; i++) {
            head = (head << Byte.SIZE) | (line[i] & 0xff);
            int bit = bit(head);
            if (i >= MIN_LENGTH - 1 && (heads[bit >> 6] & (1L << bit)) != 0) {
                for (Needle needle : byHead.getOrDefault(head, List.of())) {
                    if (startsAt(line, i - MIN_LENGTH + 1, needle.text)) {
                        return Optional.of(needle.kind);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean startsAt(byte[] line, int at, String text) {
        if (at + text.length() > line.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((line[at + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The first eight characters.
    private static long head(byte[] text) {
        long head = 0;
        for (int i = 0; i < MIN_LENGTH; i++) {
            head = (head << Byte.SIZE) | (text[i] & 0xff);
        }
        return head;
    }

    private static int bit(long head) {
        return (int) ((head * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - BITS));
    }
}
