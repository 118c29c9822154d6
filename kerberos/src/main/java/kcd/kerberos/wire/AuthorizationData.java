package kcd.kerberos.wire;

import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.type.Asn1Encodeable;

/**
 * One element of AuthorizationData. RFC 4120 section 5.2.6.
 *
 * @param type the element's type
 * @param value its value
 */
public record AuthorizationData(int type, Octets value) {
    public static final int IF_RELEVANT = 1;
    /** The PAC, MS-PAC section 2.2. */
    public static final int WIN2K_PAC = 128;
    /** KERB_AP_OPTIONS: whether the client speaks channel bindings. MS-KILE section 3.2.5.8. */
    public static final int AP_OPTIONS = 143;

    /** A list of elements, as found inside {@link #IF_RELEVANT}. */
    public static List<AuthorizationData> decodeList(Octets der) throws MalformedMessageException {
        return listFrom(DerValue.parse(der));
    }

    public static Octets encodeList(List<AuthorizationData> list) {
        return Der.encode(listToDer(list));
    }

    static List<AuthorizationData> listFrom(DerValue value) throws MalformedMessageException {
        List<AuthorizationData> out = new ArrayList<>();
        for (DerValue element : value.elements()) {
            Fields f = element.fields();
            out.add(new AuthorizationData(f.int32(0), f.octets(1)));
        }
        return out;
    }

    static Asn1Encodeable listToDer(List<AuthorizationData> list) {
        return Der.sequenceOf(list.stream()
                .map(ad -> Der.sequence(Der.field(0, Der.integer(ad.type)), Der.field(1, Der.octets(ad.value))))
                .toList());
    }
}
