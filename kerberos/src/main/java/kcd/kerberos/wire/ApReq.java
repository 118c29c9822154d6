package kcd.kerberos.wire;

import kcd.kerberos.crypto.Octets;

/**
 * AP-REQ. RFC 4120 section 5.5.1.
 *
 * @param options AP option bits
 * @param ticket the ticket
 * @param authenticator an {@link Authenticator}
 */
public record ApReq(int options, Ticket ticket, EncryptedData authenticator) {
    public static final int MUTUAL_REQUIRED = 0x20000000;

    private static final int TAG = 14;

    public Octets encode() {
        return Der.encode(Der.application(
                TAG,
                Der.sequence(
                        Der.field(0, Der.integer(5)),
                        Der.field(1, Der.integer(TAG)),
                        Der.field(2, Der.flags(options)),
                        Der.field(3, ticket.toDer()),
                        Der.field(4, authenticator.toDer()))));
    }

    public static ApReq decode(Octets der) throws MalformedMessageException {
        Fields f = DerValue.parse(der).application(TAG).fields();
        f.expectHeader(0, TAG);
        return new ApReq(f.flags(2), Ticket.from(f.get(3)), EncryptedData.from(f.get(4)));
    }
}
