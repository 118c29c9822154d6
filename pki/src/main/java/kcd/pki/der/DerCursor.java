package kcd.pki.der;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Walks DER in one pass, in either of two ways: {@link #enter} gives a cursor of its own for what is inside an element;
 * {@link #open} and {@link #close} step in and out with this one, so that a million elements make no million objects.
 * X.690 sections 8.1 and 10.1.
 *
 * <p>Strict where decoders are usually kind: definite lengths in their shortest form, one-byte tags, nothing after the
 * end, no element beyond the one around it. It neither recurses nor allocates by a length it has only been told, so nested
 * or lying input costs nothing.
 */
public final class DerCursor {
    public static final int BOOLEAN = 0x01;
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int ENUMERATED = 0x0A;
    public static final int UTF8_STRING = 0x0C;
    public static final int UTC_TIME = 0x17;
    public static final int GENERALIZED_TIME = 0x18;
    public static final int SEQUENCE = 0x30;

    private static final int HIGH_TAG_NUMBER = 0x1F;
    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_OCTETS = 4;
    /** How many elements may be open in each other. */
    private static final int MAX_DEPTH = 16;

    private final ByteBuffer der;
    private final int[] ends = new int[MAX_DEPTH];
    private int depth;
    private int position;

    private DerCursor(ByteBuffer der, int from, int to) {
        this.der = der;
        this.position = from;
        this.ends[0] = to;
    }

    /** A cursor before the first element of a copy of {@code der}. */
    public static DerCursor over(byte[] der) {
        return new DerCursor(ByteBuffer.wrap(der.clone()), 0, der.length);
    }

    /** A cursor before the first element of what lies between two offsets of a buffer, which is not copied. */
    public static DerCursor over(ByteBuffer der, int from, int to) {
        return new DerCursor(der, from, to);
    }

    /** Context-specific tag, constructed: {@code [number]} around other elements. */
    public static int constructed(int number) {
        return 0xA0 | number;
    }

    /** Context-specific tag, primitive: {@code [number] IMPLICIT} of a primitive type. */
    public static int primitive(int number) {
        return 0x80 | number;
    }

    /** The offset of what is read next. */
    public int position() {
        return position;
    }

    /** How many octets of the innermost open element are unread. */
    public int remaining() {
        return ends[depth] - position;
    }

    public boolean hasMore() {
        return remaining() > 0;
    }

    /** Whether the next element has this tag. */
    public boolean at(int tag) {
        return hasMore() && (der.get(position) & 0xFF) == tag;
    }

    /** Whether the next element is a Time, RFC 5280 section 4.1.2.5. */
    public boolean atTime() {
        return at(UTC_TIME) || at(GENERALIZED_TIME);
    }

    /** The tag of the next element, which stays the next. */
    public int peekTag() throws MalformedDerException {
        if (!hasMore()) {
            throw new MalformedDerException("an element is missing at offset " + position);
        }
        return der.get(position) & 0xFF;
    }

    /** Steps over the next element, which must have this tag, and returns a cursor over its contents. */
    public DerCursor enter(int tag) throws MalformedDerException {
        open(tag);
        DerCursor contents = new DerCursor(der, position, ends[depth]);
        leave();
        return contents;
    }

    /** Steps into the next element, which must have this tag. */
    public void open(int tag) throws MalformedDerException {
        int found = peekTag();
        if (found != tag) {
            throw new MalformedDerException(
                    "tag 0x%02X where 0x%02X belongs, at offset %d".formatted(found, tag, position));
        }
        openAny();
    }

    private void openAny() throws MalformedDerException {
        if ((peekTag() & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER) {
            throw new MalformedDerException("tag number above 30 at offset " + position);
        }
        if (depth == MAX_DEPTH - 1) {
            throw new MalformedDerException("nested deeper than " + MAX_DEPTH + " at offset " + position);
        }
        position++;
        int length = length();
        if (length > remaining()) {
            throw new MalformedDerException(
                    "length " + length + " where " + remaining() + " octets are left, at offset " + position);
        }
        depth++;
        ends[depth] = position + length;
    }

    private int length() throws MalformedDerException {
        int first = octet();
        if (first < LONG_FORM) {
            return first;
        }
        int octets = first - LONG_FORM;
        if (octets == 0 || octets > MAX_LENGTH_OCTETS) {
            throw new MalformedDerException("indefinite or oversized length at offset " + position);
        }
        long length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | octet();
        }
        if (length < LONG_FORM || length < 1L << (8 * (octets - 1)) || length > Integer.MAX_VALUE) {
            throw new MalformedDerException("length not in its shortest form, or too large, at offset " + position);
        }
        return (int) length;
    }

    private int octet() throws MalformedDerException {
        if (!hasMore()) {
            throw new MalformedDerException("cut off at offset " + position);
        }
        return der.get(position++) & 0xFF;
    }

    /** Steps out of the innermost open element, all of which must have been read. */
    public void close() throws MalformedDerException {
        finish();
        depth--;
    }

    /** Steps out of the innermost open element, whatever is left of it. */
    public void leave() {
        position = ends[depth];
        depth--;
    }

    /** Insists that everything was read. */
    public void finish() throws MalformedDerException {
        if (hasMore()) {
            throw new MalformedDerException(remaining() + " octets too many at offset " + position);
        }
    }

    /** Steps over the next element, whatever it is. */
    public void skip() throws MalformedDerException {
        openAny();
        leave();
    }

    /** The contents of the next element, which must have this tag. */
    public byte[] content(int tag) throws MalformedDerException {
        return content(tag, Integer.MAX_VALUE);
    }

    /** The contents of the next element, which must have this tag and at most so many octets inside. */
    public byte[] content(int tag, int maxOctets) throws MalformedDerException {
        open(tag);
        byte[] content = copy(position, ends[depth], maxOctets);
        leave();
        return content;
    }

    /** The next element whole, tag and length included, whatever it is. */
    public byte[] element() throws MalformedDerException {
        return element(peekTag(), Integer.MAX_VALUE);
    }

    /** The next element whole, which must have this tag and at most so many octets, tag and length included. */
    public byte[] element(int tag, int maxOctets) throws MalformedDerException {
        int start = position;
        open(tag);
        leave();
        return copy(start, position, maxOctets);
    }

    private byte[] copy(int from, int to, int maxOctets) throws MalformedDerException {
        if (to - from > maxOctets) {
            throw new MalformedDerException("element before offset " + to + " is longer than " + maxOctets);
        }
        byte[] octets = new byte[to - from];
        der.get(from, octets);
        return octets;
    }

    /** A BOOLEAN that stands for a DEFAULT FALSE, under its own or an implicit tag. */
    public boolean flag(int tag) throws MalformedDerException {
        open(tag);
        int value = remaining() == 1 ? der.get(position) : 1;
        if (value != 0 && value != -1) {
            throw new MalformedDerException("broken BOOLEAN at offset " + position);
        }
        leave();
        return value != 0;
    }

    /** A one-octet ENUMERATED. */
    public int enumerated() throws MalformedDerException {
        open(ENUMERATED);
        if (remaining() != 1) {
            throw new MalformedDerException("broken ENUMERATED at offset " + position);
        }
        int value = der.get(position);
        leave();
        return value;
    }

    /** An OBJECT IDENTIFIER as a number if it is 2.5.29.n (id-ce, n below 128), -1 for any other. */
    public int idCe() throws MalformedDerException {
        open(OBJECT_IDENTIFIER);
        if (!hasMore()) {
            throw new MalformedDerException("empty OBJECT IDENTIFIER at offset " + position);
        }
        boolean known = remaining() == 3
                && der.get(position) == 0x55
                && der.get(position + 1) == 0x1D
                && der.get(position + 2) >= 0;
        int arc = known ? der.get(position + 2) : -1;
        leave();
        return arc;
    }

    /** A Time, RFC 5280 section 4.1.2.5: seconds present, in UTC, no fractions. */
    public Instant time() throws MalformedDerException {
        int tag = peekTag();
        int start = position;
        skipTime();
        return DerTime.read(der, tag, start + 2);
    }

    /** Steps over a Time, of which only kind and length are looked at. */
    public void skipTime() throws MalformedDerException {
        int tag = at(GENERALIZED_TIME) ? GENERALIZED_TIME : UTC_TIME;
        open(tag);
        if (remaining() != DerTime.length(tag)) {
            throw new MalformedDerException("broken time at offset " + position);
        }
        leave();
    }
}
