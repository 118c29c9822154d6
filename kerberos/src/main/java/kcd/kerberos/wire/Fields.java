package kcd.kerberos.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kcd.kerberos.crypto.Octets;
import org.jspecify.annotations.Nullable;

/** The fields of a SEQUENCE by their context tag. A required field that is missing makes the message malformed. */
final class Fields {
    private final Map<Integer, DerValue> values;

    Fields(Map<Integer, DerValue> values) {
        this.values = values;
    }

    boolean has(int tag) {
        return values.containsKey(tag);
    }

    DerValue get(int tag) throws MalformedMessageException {
        DerValue value = values.get(tag);
        if (value == null) {
            throw new MalformedMessageException("field [" + tag + "] is missing");
        }
        return value;
    }

    /** Decodes the field if it is there. */
    <T> @Nullable T optional(int tag, Decoder<T> decoder) throws MalformedMessageException {
        DerValue value = values.get(tag);
        return value == null ? null : decoder.decode(value);
    }

    /** The elements of a SEQUENCE OF field; none if the field is not there. */
    <T> List<T> list(int tag, Decoder<T> decoder) throws MalformedMessageException {
        List<T> out = new ArrayList<>();
        if (has(tag)) {
            for (DerValue element : get(tag).elements()) {
                out.add(decoder.decode(element));
            }
        }
        return out;
    }

    int int32(int tag) throws MalformedMessageException {
        return get(tag).int32();
    }

    long integer(int tag) throws MalformedMessageException {
        return get(tag).integer();
    }

    String text(int tag) throws MalformedMessageException {
        return get(tag).text();
    }

    Octets octets(int tag) throws MalformedMessageException {
        return get(tag).octets();
    }

    Instant time(int tag) throws MalformedMessageException {
        return get(tag).time();
    }

    int micros(int tag) throws MalformedMessageException {
        return get(tag).micros();
    }

    int flags(int tag) throws MalformedMessageException {
        return get(tag).flags();
    }

    /** Checks the pvno and msg-type pair that opens most messages. RFC 4120 section 5.4. */
    void expectHeader(int pvnoTag, int msgType) throws MalformedMessageException {
        if (int32(pvnoTag) != 5 || int32(pvnoTag + 1) != msgType) {
            throw new MalformedMessageException("not Kerberos 5, or another message type than its tag says");
        }
    }

    /** Reads one value. */
    interface Decoder<T> {
        T decode(DerValue value) throws MalformedMessageException;
    }
}
