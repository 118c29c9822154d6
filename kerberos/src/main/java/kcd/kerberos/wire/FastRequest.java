package kcd.kerberos.wire;

import java.util.List;
import kcd.kerberos.crypto.Octets;

/**
 * KrbFastReq: the request inside the armour, which counts instead of the one outside. RFC 6113 section 5.4.2.
 *
 * @param options FAST options; none are used here
 * @param padata pre-authentication data, in order
 * @param body the request's body
 * @param bodyDer the body's encoding
 */
public record FastRequest(int options, List<PaData> padata, KdcRequestBody body, Octets bodyDer) {

    public FastRequest {
        padata = List.copyOf(padata);
    }

    public FastRequest(List<PaData> padata, KdcRequestBody body, Octets bodyDer) {
        this(0, padata, body, bodyDer);
    }

    public Octets encode() {
        return Der.encode(Der.sequence(
                Der.field(0, Der.flags(options)),
                Der.field(1, PaData.listToDer(padata)),
                Der.field(2, Der.raw(bodyDer))));
    }

    public static FastRequest decode(Octets der) throws MalformedMessageException {
        Fields f = DerValue.parse(der).fields();
        DerValue body = f.get(2);
        return new FastRequest(f.flags(0), f.list(1, PaData::from), KdcRequestBody.from(body), body.der());
    }
}
