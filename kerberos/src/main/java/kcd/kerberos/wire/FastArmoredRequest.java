package kcd.kerberos.wire;

import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.type.Asn1Encodeable;
import org.jspecify.annotations.Nullable;

/**
 * PA-FX-FAST-REQUEST with its KrbFastArmoredReq. RFC 6113 section 5.4.2. Of the kinds of armour only
 * FX_FAST_ARMOR_AP_REQUEST is known, section 5.4.1.1.
 *
 * @param armor an {@link ApReq}, whose keys make the armour key; absent in a TGS-REQ
 * @param checksum over the body of the request that carries this
 * @param encrypted a {@link FastRequest}
 */
public record FastArmoredRequest(@Nullable Octets armor, Checksum checksum, EncryptedData encrypted) {
    private static final int AP_REQUEST = 1;

    public PaData toPaData() {
        return new PaData(
                PaData.FX_FAST,
                Der.encode(Der.field(
                        0,
                        Der.sequence(
                                armor == null ? null : Der.field(0, armor(armor)),
                                Der.field(1, checksum.toDer()),
                                Der.field(2, encrypted.toDer())))));
    }

    public static FastArmoredRequest decode(Octets value) throws MalformedMessageException {
        Fields f = DerValue.parse(value).choice(0).fields();
        return new FastArmoredRequest(
                f.optional(0, FastArmoredRequest::armor), Checksum.from(f.get(1)), EncryptedData.from(f.get(2)));
    }

    private static Asn1Encodeable armor(Octets apReq) {
        return Der.sequence(Der.field(0, Der.integer(AP_REQUEST)), Der.field(1, Der.octets(apReq)));
    }

    private static Octets armor(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        if (f.int32(0) != AP_REQUEST) {
            throw new MalformedMessageException("armour of an unknown kind");
        }
        return f.octets(1);
    }
}
