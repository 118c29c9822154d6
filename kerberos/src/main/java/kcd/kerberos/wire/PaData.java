package kcd.kerberos.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.type.Asn1Encodeable;

/**
 * PA-DATA. RFC 4120 section 5.2.7, with the types of MS-SFU, MS-KILE, RFC 6806 and RFC 6113 that matter here.
 *
 * @param type the type's number
 * @param value the value, itself DER for most types
 */
public record PaData(int type, Octets value) {
    public static final int TGS_REQ = 1;
    public static final int ENC_TIMESTAMP = 2;
    public static final int PW_SALT = 3;
    public static final int ETYPE_INFO2 = 19;
    public static final int SVR_REFERRAL_INFO = 20;
    public static final int PAC_REQUEST = 128;
    public static final int FOR_USER = 129;
    public static final int S4U_X509_USER = 130;
    public static final int FX_COOKIE = 133;
    public static final int FX_FAST = 136;
    public static final int FX_ERROR = 137;
    public static final int ENCRYPTED_CHALLENGE = 138;
    public static final int REQ_ENC_PA_REP = 149;
    public static final int SUPPORTED_ENCTYPES = 165;
    public static final int PAC_OPTIONS = 167;

    /** The first of {@code list} with that type. */
    public static Optional<Octets> find(List<PaData> list, int type) {
        return list.stream().filter(pa -> pa.type == type).map(PaData::value).findFirst();
    }

    /** METHOD-DATA, the e-data of KDC_ERR_PREAUTH_REQUIRED. RFC 4120 section 5.9.1. */
    public static List<PaData> decodeMethodData(Octets der) throws MalformedMessageException {
        List<PaData> out = new ArrayList<>();
        for (DerValue element : DerValue.parse(der).elements()) {
            out.add(from(element));
        }
        return out;
    }

    /** METHOD-DATA. */
    public static Octets encodeMethodData(List<PaData> list) {
        return Der.encode(listToDer(list));
    }

    static Asn1Encodeable listToDer(List<PaData> list) {
        return Der.sequenceOf(list.stream().map(PaData::toDer).toList());
    }

    Asn1Encodeable toDer() {
        return Der.sequence(Der.field(1, Der.integer(type)), Der.field(2, Der.octets(value)));
    }

    static PaData from(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        return new PaData(f.int32(1), f.octets(2));
    }
}
