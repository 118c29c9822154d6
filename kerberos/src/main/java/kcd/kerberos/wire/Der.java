package kcd.kerberos.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.Tag;
import org.apache.kerby.asn1.TagClass;
import org.apache.kerby.asn1.UniversalTag;
import org.apache.kerby.asn1.parse.Asn1ParseResult;
import org.apache.kerby.asn1.type.Asn1Constructed;
import org.apache.kerby.asn1.type.Asn1Encodeable;
import org.jspecify.annotations.Nullable;

/**
 * Builds DER (X.690) out of Kerby's ASN.1 layer, in the shapes RFC 4120 section 5 uses: sequences of explicitly
 * tagged fields, application tags, UTF-8 in GeneralString (section 5.2.1 as Active Directory practises it), whole
 * seconds in GeneralizedTime, 32-bit flags.
 */
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /** A SEQUENCE of the fields that are there. */
    static Asn1Encodeable sequence(@Nullable Asn1Encodeable... fields) {
        return constructed(new Tag(UniversalTag.SEQUENCE), fields);
    }

    static Asn1Encodeable sequenceOf(List<? extends Asn1Encodeable> elements) {
        return constructed(new Tag(UniversalTag.SEQUENCE), elements.toArray(new Asn1Encodeable[0]));
    }

    /** An explicitly tagged field. */
    static Asn1Encodeable field(int tag, Asn1Encodeable value) {
        return constructed(new Tag(TagClass.CONTEXT_SPECIFIC, tag), value);
    }

    static Asn1Encodeable application(int tag, Asn1Encodeable value) {
        return constructed(new Tag(TagClass.APPLICATION, tag), value);
    }

    static Asn1Encodeable integer(long value) {
        return new Primitive(UniversalTag.INTEGER, BigInteger.valueOf(value).toByteArray());
    }

    static Asn1Encodeable bool(boolean value) {
        return new Primitive(UniversalTag.BOOLEAN, new byte[] {(byte) (value ? 0xff : 0)});
    }

    static Asn1Encodeable octets(Octets value) {
        return new Primitive(UniversalTag.OCTET_STRING, value.toArray());
    }

    static Asn1Encodeable text(String value) {
        return new Primitive(UniversalTag.GENERAL_STRING, value.getBytes(StandardCharsets.UTF_8));
    }

    static Asn1Encodeable time(Instant value) {
        return new Primitive(UniversalTag.GENERALIZED_TIME, TIME.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** KerberosFlags: bit 0 is the most significant of 32. */
    static Asn1Encodeable flags(int value) {
        return new Primitive(
                UniversalTag.BIT_STRING,
                ByteBuffer.allocate(5).put((byte) 0).putInt(value).array());
    }

    /** A value that is encoded already. */
    static Asn1Encodeable raw(Octets der) {
        return new Raw(der.toArray());
    }

    static Octets encode(Asn1Encodeable value) {
        try {
            return Octets.of(value.encode());
        } catch (IOException e) {
            throw new IllegalStateException("encoding to memory failed", e);
        }
    }

    private static Asn1Encodeable constructed(Tag tag, @Nullable Asn1Encodeable... children) {
        Asn1Constructed out = new Asn1Constructed(tag);
        for (Asn1Encodeable child : children) {
            if (child != null) {
                out.addItem(child);
            }
        }
        return out;
    }

    /** A primitive whose body is at hand; Kerby's own types would squeeze text through US-ASCII. */
    private static final class Primitive extends Asn1Encodeable {
        private final byte[] body;

        Primitive(UniversalTag tag, byte[] body) {
            super(tag);
            this.body = body;
            usePrimitive(true);
        }

        @Override
        protected int encodingBodyLength() {
            return body.length;
        }

        @Override
        protected void encodeBody(ByteBuffer buffer) {
            buffer.put(body);
        }

        @Override
        protected void decodeBody(Asn1ParseResult parsed) {
            throw new UnsupportedOperationException("for encoding only");
        }
    }

    /** Bytes that go out as they are. */
    private static final class Raw extends Asn1Encodeable {
        private final byte[] der;

        Raw(byte[] der) {
            super(UniversalTag.ANY);
            this.der = der;
        }

        @Override
        public int encodingLength() {
            return der.length;
        }

        @Override
        protected int encodingBodyLength() {
            return der.length;
        }

        @Override
        public void encode(ByteBuffer buffer) {
            buffer.put(der);
        }

        @Override
        protected void decodeBody(Asn1ParseResult parsed) {
            throw new UnsupportedOperationException("for encoding only");
        }
    }
}
