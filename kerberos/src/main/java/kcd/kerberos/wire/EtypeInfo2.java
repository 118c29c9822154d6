package kcd.kerberos.wire;

import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.type.Asn1Encodeable;
import org.jspecify.annotations.Nullable;

/**
 * One entry of ETYPE-INFO2: how a password becomes a key. RFC 4120 section 5.2.7.5.
 *
 * @param etype the encryption type's number
 * @param salt the salt; absent means the default salt
 * @param s2kparams an iteration count for AES; absent means the default
 */
public record EtypeInfo2(
        int etype, @Nullable String salt, @Nullable Octets s2kparams) {

    public static Octets encode(List<EtypeInfo2> entries) {
        return Der.encode(Der.sequenceOf(entries.stream().map(EtypeInfo2::toDer).toList()));
    }

    public static List<EtypeInfo2> decode(Octets der) throws MalformedMessageException {
        List<EtypeInfo2> out = new ArrayList<>();
        for (DerValue element : DerValue.parse(der).elements()) {
            Fields f = element.fields();
            out.add(new EtypeInfo2(f.int32(0), f.optional(1, DerValue::text), f.optional(2, DerValue::octets)));
        }
        return out;
    }

    private Asn1Encodeable toDer() {
        return Der.sequence(
                Der.field(0, Der.integer(etype)),
                salt == null ? null : Der.field(1, Der.text(salt)),
                s2kparams == null ? null : Der.field(2, Der.octets(s2kparams)));
    }
}
