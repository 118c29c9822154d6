package kcd.pki.crl;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Walks DER (X.690) in one pass with no object per element: {@link #open} steps into an element, {@link #close} out of it
 * and insists that all of it was read. An element never reaches beyond the one around it.
 */
final class DerReader {

    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int ENUMERATED = 0x0A;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;

    private static final int MAX_DEPTH = 16;
    private static final int UTC_TIME_LENGTH = 13;
    private static final int GENERALIZED_TIME_LENGTH = 15;

    private final ByteBuffer der;
    private final int[] ends = new int[MAX_DEPTH];
    private int depth;
    private int position;

    DerReader(ByteBuffer der) {
        this(der, 0, der.limit());
    }

    DerReader(ByteBuffer der, int from, int to) {
        this.der = der;
        this.position = from;
        this.ends[0] = to;
    }

    int position() {
        return position;
    }

    /** How much of the innermost open element is unread. */
    int remaining() {
        return ends[depth] - position;
    }

    boolean more() {
        return remaining() > 0;
    }

    /** The next element's tag, or -1 if the open element ends here. */
    int tag() {
        return more() ? der.get(position) & 0xFF : -1;
    }

    boolean at(int tag) {
        return tag() == tag;
    }

    /** Steps into the next element, which must have this tag. */
    void open(int tag) throws RefusedCrlException {
        if (tag() != tag) {
            throw new RefusedCrlException("expected tag %02x at offset %d, found %s"
                    .formatted(tag, position, more() ? hex(tag()) : "the end"));
        }
        openAny();
    }

    private void openAny() throws RefusedCrlException {
        if ((tag() & 0x1F) == 0x1F) {
            throw new RefusedCrlException("multi-octet tag at offset " + position);
        }
        if (depth == MAX_DEPTH - 1) {
            throw new RefusedCrlException("nested deeper than " + MAX_DEPTH + " at offset " + position);
        }
        int start = position;
        position++;
        int length = length();
        if (length > remaining()) {
            throw new RefusedCrlException("element at offset " + start + " reaches beyond its parent");
        }
        depth++;
        ends[depth] = position + length;
    }

    private int length() throws RefusedCrlException {
        int first = octet();
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7F;
        if (octets == 0 || octets > 4) {
            throw new RefusedCrlException("indefinite or oversized length at offset " + position);
        }
        long length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | octet();
        }
        boolean shortest = length >= 0x80 && (octets == 1 || length >>> (8 * (octets - 1)) != 0);
        if (!shortest || length > Integer.MAX_VALUE) {
            throw new RefusedCrlException("length is not in its shortest form, or too large, at offset " + position);
        }
        return (int) length;
    }

    private int octet() throws RefusedCrlException {
        if (!more()) {
            throw new RefusedCrlException("truncated at offset " + position);
        }
        return der.get(position++) & 0xFF;
    }

    /** Leaves the innermost open element, all of which must have been read. */
    void close() throws RefusedCrlException {
        if (more()) {
            throw new RefusedCrlException("unexpected element at offset " + position);
        }
        depth--;
    }

    /** Leaves the innermost open element, whatever is left of it. */
    void leave() {
        position = ends[depth];
        depth--;
    }

    /** Passes over the next element. */
    void skip() throws RefusedCrlException {
        if (!more()) {
            throw new RefusedCrlException("element missing at offset " + position);
        }
        openAny();
        leave();
    }

    /** The whole next element, header included, of at most {@code maxBytes}. */
    byte[] element(int tag, int maxBytes) throws RefusedCrlException {
        int start = position;
        open(tag);
        leave();
        return copy(start, position, maxBytes);
    }

    /** The content of the next element, of at most {@code maxBytes}. */
    byte[] content(int tag, int maxBytes) throws RefusedCrlException {
        open(tag);
        byte[] content = copy(position, ends[depth], maxBytes);
        leave();
        return content;
    }

    private byte[] copy(int from, int to, int maxBytes) throws RefusedCrlException {
        if (to - from > maxBytes) {
            throw new RefusedCrlException("element before offset " + to + " is longer than " + maxBytes);
        }
        byte[] bytes = new byte[to - from];
        der.get(from, bytes);
        return bytes;
    }

    /** A BOOLEAN that stands for a DEFAULT FALSE, under its own or an implicit tag. */
    boolean flag(int tag) throws RefusedCrlException {
        open(tag);
        int value = remaining() == 1 ? der.get(position) : 1;
        if (value != 0 && value != -1) {
            throw new RefusedCrlException("broken BOOLEAN at offset " + position);
        }
        leave();
        return value != 0;
    }

    /** An OBJECT IDENTIFIER as a number if it is 2.5.29.n (id-ce, n below 128), -1 for any other. */
    int idCe() throws RefusedCrlException {
        open(OBJECT_IDENTIFIER);
        boolean known = remaining() == 3
                && der.get(position) == 0x55
                && der.get(position + 1) == 0x1D
                && der.get(position + 2) >= 0;
        int arc = known ? der.get(position + 2) : -1;
        if (remaining() == 0) {
            throw new RefusedCrlException("empty OBJECT IDENTIFIER at offset " + position);
        }
        leave();
        return arc;
    }

    /** A one-octet ENUMERATED. */
    int enumerated() throws RefusedCrlException {
        open(ENUMERATED);
        if (remaining() != 1) {
            throw new RefusedCrlException("broken ENUMERATED at offset " + position);
        }
        int value = der.get(position);
        leave();
        return value;
    }

    /** Checks that a Time follows, without turning it into one. */
    void skipTime() throws RefusedCrlException {
        int tag = tag();
        open(tag == GENERALIZED_TIME ? GENERALIZED_TIME : UTC_TIME);
        if (remaining() != (tag == GENERALIZED_TIME ? GENERALIZED_TIME_LENGTH : UTC_TIME_LENGTH)) {
            throw new RefusedCrlException("broken time at offset " + position);
        }
        leave();
    }

    boolean atTime() {
        return at(UTC_TIME) || at(GENERALIZED_TIME);
    }

    /** A Time, RFC 5280 section 5.1.2.4: seconds present, in UTC, no fractions. */
    Instant time() throws RefusedCrlException {
        int start = position;
        int years = at(GENERALIZED_TIME) ? 4 : 2;
        skipTime();
        int digits = position - (years + 11);
        try {
            int year = number(digits, years);
            int fullYear = years == 4 ? year : year < 50 ? 2000 + year : 1900 + year;
            int at = digits + years;
            Instant time = LocalDateTime.of(
                            fullYear,
                            number(at, 2),
                            number(at + 2, 2),
                            number(at + 4, 2),
                            number(at + 6, 2),
                            number(at + 8, 2))
                    .toInstant(ZoneOffset.UTC);
            if (der.get(position - 1) == 'Z') {
                return time;
            }
        } catch (DateTimeException e) {
            // The exception below says where.
        }
        throw new RefusedCrlException("broken time at offset " + start);
    }

    private int number(int from, int digits) throws RefusedCrlException {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = der.get(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new RefusedCrlException("broken time at offset " + from);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static String hex(int tag) {
        return "%02x".formatted(tag);
    }
}
