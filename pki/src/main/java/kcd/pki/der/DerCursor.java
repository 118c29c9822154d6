package kcd.pki.der;

import java.util.Arrays;

/**
 * Walks DER one element at a time. X.690 sections 8.1 and 10.1.
 *
 * <p>Strict where decoders are usually kind: definite lengths in their shortest form, one-byte tags, nothing after the
 * end. It neither recurses nor allocates by a length it has only been told, so nested or lying input costs nothing.
 */
public final class DerCursor {
    public static final int OCTET_STRING = 0x04;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int UTF8_STRING = 0x0C;
    public static final int SEQUENCE = 0x30;

    private static final int HIGH_TAG_NUMBER = 0x1F;
    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_OCTETS = 3;

    private final byte[] bytes;
    private final int end;
    private int at;

    private DerCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** A cursor before the first element of a copy of {@code der}. */
    public static DerCursor over(byte[] der) {
        return new DerCursor(der.clone(), 0, der.length);
    }

    /** Context-specific tag, constructed: {@code [number]} around other elements. */
    public static int constructed(int number) {
        return 0xA0 | number;
    }

    /** Context-specific tag, primitive: {@code [number] IMPLICIT} of a primitive type. */
    public static int primitive(int number) {
        return 0x80 | number;
    }

    public boolean hasMore() {
        return at < end;
    }

    /** The tag of the next element, which stays the next. */
    public int peekTag() throws MalformedDerException {
        if (!hasMore()) {
            throw new MalformedDerException("an element is missing");
        }
        return bytes[at] & 0xFF;
    }

    /** Steps over the next element, which must have this tag, and returns a cursor over its contents. */
    public DerCursor enter(int tag) throws MalformedDerException {
        int found = peekTag();
        if (found != tag) {
            throw new MalformedDerException("tag 0x%02X where 0x%02X belongs".formatted(found, tag));
        }
        return step();
    }

    /** The contents of the next element, which must have this tag. */
    public byte[] content(int tag) throws MalformedDerException {
        return enter(tag).remaining();
    }

    /** The next element whole, tag and length included, whatever it is. */
    public byte[] element() throws MalformedDerException {
        int start = at;
        step();
        return Arrays.copyOfRange(bytes, start, at);
    }

    /** Steps over the next element, whatever it is. */
    public void skip() throws MalformedDerException {
        step();
    }

    /** Insists that everything was read. */
    public void finish() throws MalformedDerException {
        if (hasMore()) {
            throw new MalformedDerException((end - at) + " octets too many");
        }
    }

    private byte[] remaining() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    private DerCursor step() throws MalformedDerException {
        if ((peekTag() & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER) {
            throw new MalformedDerException("tag number above 30");
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new MalformedDerException("length " + length + " where " + (end - at) + " octets are left");
        }
        DerCursor contents = new DerCursor(bytes, at, at + length);
        at += length;
        return contents;
    }

    private int length() throws MalformedDerException {
        int first = octet();
        if (first < LONG_FORM) {
            return first;
        }
        int octets = first - LONG_FORM;
        if (octets == 0 || octets > MAX_LENGTH_OCTETS) {
            throw new MalformedDerException("indefinite or oversized length");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | octet();
        }
        if (length < LONG_FORM || length < 1 << (8 * (octets - 1))) {
            throw new MalformedDerException("length not in its shortest form");
        }
        return length;
    }

    private int octet() throws MalformedDerException {
        if (!hasMore()) {
            throw new MalformedDerException("length is cut off");
        }
        return bytes[at++] & 0xFF;
    }
}
