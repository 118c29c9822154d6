package kcd.kerberos.pac;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.MalformedMessageException;

/** Reads little-endian values in turn; past the end is a {@link MalformedMessageException}. */
final class PacCursor {
    /** FILETIME counts 100 ns since 1601. MS-DTYP section 2.3.3. */
    private static final long TICKS_PER_SECOND = 10_000_000;

    private static final long EPOCH_1601_SECONDS = 11_644_473_600L;

    private final ByteBuffer in;

    private PacCursor(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    static PacCursor of(Octets bytes) {
        return new PacCursor(ByteBuffer.wrap(bytes.toArray()));
    }

    /** Part of this cursor's whole extent, whatever has been read of it. */
    PacCursor at(long offset, long length) throws MalformedMessageException {
        if (offset < 0 || length < 0 || offset > in.limit() || length > in.limit() - offset) {
            throw new MalformedMessageException("something outside its buffer");
        }
        return new PacCursor(in.slice((int) offset, (int) length));
    }

    int remaining() {
        return in.remaining();
    }

    int position() {
        return in.position();
    }

    int u8() throws MalformedMessageException {
        require(1);
        return in.get() & 0xff;
    }

    int u16() throws MalformedMessageException {
        require(2);
        return in.getShort() & 0xffff;
    }

    /** 32 bits whose sign means nothing. */
    int bits32() throws MalformedMessageException {
        require(4);
        return in.getInt();
    }

    long u32() throws MalformedMessageException {
        return Integer.toUnsignedLong(bits32());
    }

    long bits64() throws MalformedMessageException {
        require(8);
        return in.getLong();
    }

    /** A number of elements. */
    int count(int max, String of) throws MalformedMessageException {
        long count = u32();
        if (count > max) {
            throw new MalformedMessageException("more than " + max + " " + of);
        }
        return (int) count;
    }

    /** A time in whole seconds, as tickets have it. */
    Instant fileTime() throws MalformedMessageException {
        return Instant.ofEpochSecond(Math.floorDiv(bits64(), TICKS_PER_SECOND) - EPOCH_1601_SECONDS);
    }

    Octets bytes(int length) throws MalformedMessageException {
        require(length);
        byte[] out = new byte[length];
        in.get(out);
        return Octets.of(out);
    }

    /** UTF-16 text of that many bytes. */
    String text(int bytes) throws MalformedMessageException {
        require(bytes);
        if (bytes % 2 != 0) {
            throw new MalformedMessageException("UTF-16 text of an odd length");
        }
        ByteBuffer encoded = in.slice(in.position(), bytes);
        skip(bytes);
        try {
            CharBuffer text = StandardCharsets.UTF_16LE.newDecoder().decode(encoded);
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new MalformedMessageException("control characters in a name");
            }
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("text that is not UTF-16");
        }
    }

    /** A SID in its binary form. MS-DTYP section 2.4.2.2. */
    Sid sid() throws MalformedMessageException {
        int revision = u8();
        int count = u8();
        if (revision != 1 || count < 1 || count > Sid.MAX_SUB_AUTHORITIES) {
            throw new MalformedMessageException("a SID of another revision or length");
        }
        long authority = 0;
        for (int i = 0; i < 6; i++) {
            authority = authority << 8 | u8();
        }
        StringBuilder text = new StringBuilder("S-1-").append(authority);
        for (int i = 0; i < count; i++) {
            text.append('-').append(u32());
        }
        return new Sid(text.toString());
    }

    void skip(int length) throws MalformedMessageException {
        require(length);
        in.position(in.position() + length);
    }

    /** To the next multiple of {@code boundary} from this cursor's start. */
    void align(int boundary) throws MalformedMessageException {
        skip(Math.floorMod(-in.position(), boundary));
    }

    private void require(int length) throws MalformedMessageException {
        if (length < 0 || length > in.remaining()) {
            throw new MalformedMessageException("a PAC buffer that ends too early");
        }
    }
}
