package kcd.kerberos.wire;

import java.util.List;
import kcd.kerberos.crypto.Octets;

/**
 * AS-REQ or TGS-REQ. RFC 4120 section 5.4.1.
 *
 * @param type which of the two
 * @param padata pre-authentication data, in order
 * @param body the request's body
 * @param bodyDer the body's encoding as sent or received: what an authenticator's checksum is taken over
 */
public record KdcRequest(Type type, List<PaData> padata, KdcRequestBody body, Octets bodyDer) {
    /** The message type, which is its application tag too. */
    public enum Type {
        AS(10),
        TGS(12);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    public KdcRequest {
        padata = List.copyOf(padata);
    }

    public KdcRequest(Type type, List<PaData> padata, KdcRequestBody body) {
        this(type, padata, body, body.encode());
    }

    public Octets encode() {
        return Der.encode(Der.application(
                type.number,
                Der.sequence(
                        Der.field(1, Der.integer(5)),
                        Der.field(2, Der.integer(type.number)),
                        padata.isEmpty() ? null : Der.field(3, PaData.listToDer(padata)),
                        Der.field(4, Der.raw(bodyDer)))));
    }

    public static KdcRequest decode(Octets der) throws MalformedMessageException {
        DerValue message = DerValue.parse(der);
        Type type = message.applicationTag() == Type.AS.number ? Type.AS : Type.TGS;
        Fields f = message.application(type.number).fields();
        f.expectHeader(1, type.number);
        DerValue body = f.get(4);
        return new KdcRequest(type, f.list(3, PaData::from), KdcRequestBody.from(body), body.der());
    }
}
