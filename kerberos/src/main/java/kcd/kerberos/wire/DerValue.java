package kcd.kerberos.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.UniversalTag;
import org.apache.kerby.asn1.parse.Asn1Container;
import org.apache.kerby.asn1.parse.Asn1ParseResult;
import org.apache.kerby.asn1.parse.Asn1Parser;

/** One value of a parsed message, read strictly: whatever is not as expected is a {@link MalformedMessageException}. */
final class DerValue {
    /** No Kerberos message comes near; a peer that sends more is refused before parsing. */
    static final int MAX_MESSAGE_BYTES = 1 << 18;

    private static final int MAX_ELEMENTS = 1024;
    private static final int MAX_MICROS = 999_999;
    private static final int TIME_BYTES = 15;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);

    private final Asn1ParseResult parsed;

    private DerValue(Asn1ParseResult parsed) {
        this.parsed = parsed;
    }

    /** Parses one value that takes all of {@code bytes}. */
    static DerValue parse(Octets bytes) throws MalformedMessageException {
        if (bytes.isEmpty() || bytes.length() > MAX_MESSAGE_BYTES) {
            throw new MalformedMessageException("a message of " + bytes.length() + " bytes");
        }
        try {
            Asn1ParseResult parsed = Asn1Parser.parse(ByteBuffer.wrap(bytes.toArray()));
            if (parsed == null || !parsed.isDefinitiveLength() || parsed.getEncodingLength() != bytes.length()) {
                throw new MalformedMessageException("bytes after the end of the message, or no definite length");
            }
            return new DerValue(parsed);
        } catch (IOException | RuntimeException e) {
            // The parser's own words may quote the bytes; the cause is for a debugger, not for a log.
            throw new MalformedMessageException("not DER", e);
        }
    }

    /** The message's application tag, or -1. */
    int applicationTag() {
        return parsed.tag().isAppSpecific() ? parsed.tag().tagNo() : -1;
    }

    /** The value inside an application tag. */
    DerValue application(int tag) throws MalformedMessageException {
        if (applicationTag() != tag) {
            throw new MalformedMessageException("expected application tag " + tag);
        }
        return only(children());
    }

    /** The value inside a context tag that is no field's: the chosen alternative of a CHOICE. */
    DerValue choice(int tag) throws MalformedMessageException {
        if (!parsed.tag().isContextSpecific() || parsed.tag().tagNo() != tag) {
            throw new MalformedMessageException("expected context tag " + tag);
        }
        return only(children());
    }

    /** The explicitly tagged fields of a SEQUENCE. */
    Fields fields() throws MalformedMessageException {
        TreeMap<Integer, DerValue> fields = new TreeMap<>();
        for (DerValue child : elements()) {
            int tag = child.parsed.tag().tagNo();
            if (!child.parsed.tag().isContextSpecific()
                    || (!fields.isEmpty() && fields.lastKey() >= tag)
                    || fields.put(tag, only(child.children())) != null) {
                throw new MalformedMessageException("fields out of order, or twice");
            }
        }
        return new Fields(fields);
    }

    /** The elements of a SEQUENCE or SEQUENCE OF. */
    List<DerValue> elements() throws MalformedMessageException {
        expect(UniversalTag.SEQUENCE);
        return children();
    }

    long integer() throws MalformedMessageException {
        byte[] body = primitive(UniversalTag.INTEGER);
        if (body.length == 0 || body.length > 8) {
            throw new MalformedMessageException("an integer of " + body.length + " bytes");
        }
        return new BigInteger(body).longValueExact();
    }

    int int32() throws MalformedMessageException {
        long value = integer();
        if (value != (int) value) {
            throw new MalformedMessageException("an integer beyond 32 bits");
        }
        return (int) value;
    }

    /** Microseconds. RFC 4120 section 5.2.4. */
    int micros() throws MalformedMessageException {
        int value = int32();
        if (value < 0 || value > MAX_MICROS) {
            throw new MalformedMessageException("microseconds that are not 0 to " + MAX_MICROS);
        }
        return value;
    }

    boolean bool() throws MalformedMessageException {
        byte[] body = primitive(UniversalTag.BOOLEAN);
        if (body.length != 1) {
            throw new MalformedMessageException("a boolean of " + body.length + " bytes");
        }
        return body[0] != 0;
    }

    Octets octets() throws MalformedMessageException {
        return Octets.of(primitive(UniversalTag.OCTET_STRING));
    }

    String text() throws MalformedMessageException {
        try {
            CharBuffer text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(primitive(UniversalTag.GENERAL_STRING)));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("a string that is not UTF-8");
        }
    }

    Instant time() throws MalformedMessageException {
        byte[] body = primitive(UniversalTag.GENERALIZED_TIME);
        String text = new String(body, StandardCharsets.US_ASCII);
        try {
            if (body.length != TIME_BYTES) { // a year of five digits or a sign would pass otherwise
                throw new DateTimeException("length");
            }
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new MalformedMessageException("a time that is not YYYYMMDDhhmmssZ");
        }
    }

    /** KerberosFlags; bits past the 32nd are ignored, missing ones are zero. RFC 4120 section 5.2.8. */
    int flags() throws MalformedMessageException {
        byte[] body = primitive(UniversalTag.BIT_STRING);
        if (body.length == 0 || body.length > 17) {
            throw new MalformedMessageException("flags of " + body.length + " bytes");
        }
        int value = 0;
        for (int i = 1; i <= 4; i++) {
            value = (value << 8) | (i < body.length ? body[i] & 0xff : 0);
        }
        return value;
    }

    /** This value's own encoding, tag and length included, as it was received. */
    Octets der() {
        ByteBuffer buffer = parsed.getBuffer().duplicate();
        buffer.position(parsed.getOffset()).limit(parsed.getBodyEnd());
        byte[] out = new byte[buffer.remaining()];
        buffer.get(out);
        return Octets.of(out);
    }

    private byte[] primitive(UniversalTag tag) throws MalformedMessageException {
        expect(tag);
        if (parsed instanceof Asn1Container) {
            throw new MalformedMessageException("a constructed " + tag);
        }
        return parsed.readBodyBytes();
    }

    private void expect(UniversalTag tag) throws MalformedMessageException {
        if (!parsed.tag().isUniversal() || parsed.tag().tagNo() != tag.getValue()) {
            throw new MalformedMessageException("expected " + tag);
        }
    }

    private List<DerValue> children() throws MalformedMessageException {
        if (!(parsed instanceof Asn1Container container)) {
            throw new MalformedMessageException("expected a constructed value");
        }
        if (!parsed.isDefinitiveLength() || container.getChildren().size() > MAX_ELEMENTS) {
            throw new MalformedMessageException("no definite length, or more than " + MAX_ELEMENTS + " elements");
        }
        List<DerValue> out = new ArrayList<>();
        for (Asn1ParseResult child : container.getChildren()) {
            out.add(new DerValue(child));
        }
        return out;
    }

    private static DerValue only(List<DerValue> children) throws MalformedMessageException {
        if (children.size() != 1) {
            throw new MalformedMessageException("a tag around " + children.size() + " values");
        }
        return children.getFirst();
    }
}
