package kcd.kerberos.wire;

import java.util.List;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;

/**
 * AS-REP or TGS-REP. RFC 4120 section 5.4.2. Only {@code encPart} is protected; names outside it are the network's
 * word until checked against something that is.
 *
 * @param type which of the two
 * @param padata pre-authentication data
 * @param crealm the client's realm
 * @param cname the client
 * @param ticket the ticket
 * @param encPart an {@link EncKdcReplyPart}
 */
public record KdcReply(
        KdcRequest.Type type,
        List<PaData> padata,
        Realm crealm,
        PrincipalName cname,
        Ticket ticket,
        EncryptedData encPart)
        implements KdcAnswer {
    private static final int AS_REP = 11;
    private static final int TGS_REP = 13;

    public KdcReply {
        padata = List.copyOf(padata);
    }

    @Override
    public Octets encode() {
        int number = number(type);
        return Der.encode(Der.application(
                number,
                Der.sequence(
                        Der.field(0, Der.integer(5)),
                        Der.field(1, Der.integer(number)),
                        padata.isEmpty() ? null : Der.field(2, PaData.listToDer(padata)),
                        Der.field(3, Names.of(crealm)),
                        Der.field(4, Names.of(cname)),
                        Der.field(5, ticket.toDer()),
                        Der.field(6, encPart.toDer()))));
    }

    static boolean isReply(DerValue message) {
        return message.applicationTag() == AS_REP || message.applicationTag() == TGS_REP;
    }

    static KdcReply from(DerValue message) throws MalformedMessageException {
        KdcRequest.Type type = message.applicationTag() == AS_REP ? KdcRequest.Type.AS : KdcRequest.Type.TGS;
        Fields f = message.application(number(type)).fields();
        f.expectHeader(0, number(type));
        return new KdcReply(
                type,
                f.list(2, PaData::from),
                Names.realm(f.get(3)),
                Names.principal(f.get(4)),
                Ticket.from(f.get(5)),
                EncryptedData.from(f.get(6)));
    }

    private static int number(KdcRequest.Type type) {
        return switch (type) {
            case AS -> AS_REP;
            case TGS -> TGS_REP;
        };
    }
}
