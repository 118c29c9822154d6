package kcd.kerberos.gss;

import java.util.Arrays;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * Walks through the tags and lengths of a token. GSS framing (RFC 2743 section 3.1) is no ASN.1 value: behind the
 * mechanism's identifier comes what that mechanism likes, so no ASN.1 parser reads it.
 */
final class TlvCursor {
    private static final int MAX_LENGTH_BYTES = 3;

    private final byte[] bytes;
    private final int end;
    private int at;

    private TlvCursor(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    static TlvCursor of(byte[] bytes) {
        return new TlvCursor(bytes, 0, bytes.length);
    }

    boolean atEnd() {
        return at == end;
    }

    /** The next value's tag, or -1 at the end. */
    int tag() {
        return atEnd() ? -1 : bytes[at] & 0xff;
    }

    /** Steps over the next value, which must have that tag, and returns what is in it. */
    TlvCursor enter(int tag) throws MalformedMessageException {
        if (tag() != tag) {
            throw new MalformedMessageException("expected tag 0x" + Integer.toHexString(tag));
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new MalformedMessageException("a value longer than what holds it");
        }
        TlvCursor inside = new TlvCursor(bytes, at, at + length);
        at += length;
        return inside;
    }

    /** As {@link #enter}, of a value that is the last. */
    TlvCursor enterLast(int tag) throws MalformedMessageException {
        TlvCursor inside = enter(tag);
        if (!atEnd()) {
            throw new MalformedMessageException("bytes after the end");
        }
        return inside;
    }

    /** All that is left. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    private int length() throws MalformedMessageException {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7f;
        if (count == 0 || count > MAX_LENGTH_BYTES) {
            throw new MalformedMessageException("no definite length, or one of " + count + " bytes");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | next();
        }
        return length;
    }

    private int next() throws MalformedMessageException {
        if (atEnd()) {
            throw new MalformedMessageException("it ends within a length");
        }
        return bytes[at++] & 0xff;
    }
}
