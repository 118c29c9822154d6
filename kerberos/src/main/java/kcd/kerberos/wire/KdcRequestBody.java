package kcd.kerberos.wire;

import java.time.Instant;
import java.util.List;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.apache.kerby.asn1.type.Asn1Encodeable;
import org.jspecify.annotations.Nullable;

/**
 * KDC-REQ-BODY. RFC 4120 section 5.4.1. Addresses and authorization data are never sent by this engine and skipped
 * when read.
 *
 * @param options {@link KdcOptions}
 * @param cname the client, in an AS-REQ only
 * @param realm the server's realm; in an AS-REQ also the client's
 * @param sname the server
 * @param till the wished end time
 * @param renewTill the wished end of renewability
 * @param nonce 31 bits that the reply must repeat
 * @param etypes encryption types, best first
 * @param additionalTickets the evidence of S4U2Proxy
 */
public record KdcRequestBody(
        int options,
        @Nullable PrincipalName cname,
        Realm realm,
        @Nullable PrincipalName sname,
        Instant till,
        @Nullable Instant renewTill,
        long nonce,
        List<Integer> etypes,
        List<Ticket> additionalTickets) {

    public KdcRequestBody {
        etypes = List.copyOf(etypes);
        additionalTickets = List.copyOf(additionalTickets);
    }

    /** The encoding that the request carries and the authenticator's checksum covers. */
    public Octets encode() {
        return Der.encode(toDer());
    }

    private Asn1Encodeable toDer() {
        return Der.sequence(
                Der.field(0, Der.flags(options)),
                cname == null ? null : Der.field(1, Names.of(cname)),
                Der.field(2, Names.of(realm)),
                sname == null ? null : Der.field(3, Names.of(sname)),
                Der.field(5, Der.time(till)),
                renewTill == null ? null : Der.field(6, Der.time(renewTill)),
                Der.field(7, Der.integer(nonce)),
                Der.field(8, Der.sequenceOf(etypes.stream().map(Der::integer).toList())),
                additionalTickets.isEmpty()
                        ? null
                        : Der.field(
                                11,
                                Der.sequenceOf(additionalTickets.stream()
                                        .map(Ticket::toDer)
                                        .toList())));
    }

    static KdcRequestBody from(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        return new KdcRequestBody(
                f.flags(0),
                f.optional(1, Names::principal),
                Names.realm(f.get(2)),
                f.optional(3, Names::principal),
                f.time(5),
                f.optional(6, DerValue::time),
                f.integer(7),
                f.list(8, DerValue::int32),
                f.list(11, Ticket::from));
    }
}
