package kcd.kerberos.wire;

import kcd.kerberos.crypto.Octets;

/**
 * AP-REP: a service's proof that it could open the ticket. RFC 4120 section 5.5.2.
 *
 * @param encPart an {@link EncApRepPart} under the ticket's session key
 */
public record ApRep(EncryptedData encPart) {
    static final int TAG = 15;

    public Octets encode() {
        return Der.encode(Der.application(
                TAG,
                Der.sequence(
                        Der.field(0, Der.integer(5)), Der.field(1, Der.integer(TAG)), Der.field(2, encPart.toDer()))));
    }

    public static ApRep decode(Octets der) throws MalformedMessageException {
        Fields f = DerValue.parse(der).application(TAG).fields();
        f.expectHeader(0, TAG);
        return new ApRep(EncryptedData.from(f.get(2)));
    }
}
