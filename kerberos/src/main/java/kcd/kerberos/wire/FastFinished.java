package kcd.kerberos.wire;

import java.time.Instant;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.apache.kerby.asn1.type.Asn1Encodeable;

/**
 * KrbFastFinished: under armour, whom the ticket beside it lets in. RFC 6113 section 5.4.3.
 *
 * @param time the KDC's time, in whole seconds
 * @param micros its microseconds
 * @param crealm the client's realm
 * @param cname the client
 * @param ticketChecksum of the ticket, under the armour key
 */
public record FastFinished(Instant time, int micros, Realm crealm, PrincipalName cname, Checksum ticketChecksum) {

    Asn1Encodeable toDer() {
        return Der.sequence(
                Der.field(0, Der.time(time)),
                Der.field(1, Der.integer(micros)),
                Der.field(2, Names.of(crealm)),
                Der.field(3, Names.of(cname)),
                Der.field(4, ticketChecksum.toDer()));
    }

    static FastFinished from(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        return new FastFinished(
                f.time(0), f.micros(1), Names.realm(f.get(2)), Names.principal(f.get(3)), Checksum.from(f.get(4)));
    }
}
