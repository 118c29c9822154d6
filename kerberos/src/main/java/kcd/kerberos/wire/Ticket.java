package kcd.kerberos.wire;

import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.apache.kerby.asn1.type.Asn1Encodeable;

/**
 * Ticket. RFC 4120 section 5.3. Its bytes are held once, since caches hold many tickets.
 *
 * @param realm the realm that issued it
 * @param sname the service it is for
 * @param der the ticket's own encoding; what goes into requests, unchanged
 */
public record Ticket(Realm realm, PrincipalName sname, Octets der) {
    private static final int TAG = 1;

    /** A ticket as a KDC makes it. */
    public static Ticket of(Realm realm, PrincipalName sname, EncryptedData encPart) {
        Octets der = Der.encode(Der.application(
                TAG,
                Der.sequence(
                        Der.field(0, Der.integer(5)),
                        Der.field(1, Names.of(realm)),
                        Der.field(2, Names.of(sname)),
                        Der.field(3, encPart.toDer()))));
        return new Ticket(realm, sname, der);
    }

    public static Ticket decode(Octets der) throws MalformedMessageException {
        return from(DerValue.parse(der));
    }

    /** What only the service can read. */
    public EncryptedData encPart() {
        try {
            return EncryptedData.from(
                    DerValue.parse(der).application(TAG).fields().get(3));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a ticket that could be read before", e);
        }
    }

    Asn1Encodeable toDer() {
        return Der.raw(der);
    }

    static Ticket from(DerValue value) throws MalformedMessageException {
        Fields f = value.application(TAG).fields();
        if (f.int32(0) != 5) {
            throw new MalformedMessageException("a ticket of another version");
        }
        var _ = EncryptedData.from(f.get(3));
        return new Ticket(Names.realm(f.get(1)), Names.principal(f.get(2)), value.der());
    }
}
