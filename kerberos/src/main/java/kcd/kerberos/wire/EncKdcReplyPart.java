package kcd.kerberos.wire;

import java.time.Instant;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * EncKDCRepPart with the encrypted-pa-data of RFC 6806 section 11. RFC 4120 section 5.4.2. MIT answers AS-REQs with
 * the tag of a TGS reply, which the RFC says must be accepted.
 *
 * @param key the session key
 * @param nonce the request's
 * @param flags {@link TicketFlags}
 * @param authTime when the client first authenticated
 * @param startTime when the ticket starts; at authTime if absent
 * @param endTime when it ends
 * @param renewTill until when it can be renewed
 * @param srealm the server's realm
 * @param sname the server
 * @param encryptedPaData pre-authentication data under protection
 */
public record EncKdcReplyPart(
        EncryptionKey key,
        long nonce,
        int flags,
        Instant authTime,
        @Nullable Instant startTime,
        Instant endTime,
        @Nullable Instant renewTill,
        Realm srealm,
        PrincipalName sname,
        List<PaData> encryptedPaData) {
    private static final int AS_TAG = 25;
    private static final int TGS_TAG = 26;

    public EncKdcReplyPart {
        encryptedPaData = List.copyOf(encryptedPaData);
    }

    public Octets encode(KdcRequest.Type type) {
        int tag = type == KdcRequest.Type.AS ? AS_TAG : TGS_TAG;
        return Der.encode(Der.application(
                tag,
                Der.sequence(
                        Der.field(0, Keys.of(key)),
                        Der.field(
                                1,
                                Der.sequenceOf(List.of(
                                        Der.sequence(Der.field(0, Der.integer(0)), Der.field(1, Der.time(authTime)))))),
                        Der.field(2, Der.integer(nonce)),
                        Der.field(4, Der.flags(flags)),
                        Der.field(5, Der.time(authTime)),
                        startTime == null ? null : Der.field(6, Der.time(startTime)),
                        Der.field(7, Der.time(endTime)),
                        renewTill == null ? null : Der.field(8, Der.time(renewTill)),
                        Der.field(9, Names.of(srealm)),
                        Der.field(10, Names.of(sname)),
                        encryptedPaData.isEmpty() ? null : Der.field(12, PaData.listToDer(encryptedPaData)))));
    }

    public static EncKdcReplyPart decode(Octets der) throws MalformedMessageException {
        DerValue message = DerValue.parse(der);
        int tag = message.applicationTag() == AS_TAG ? AS_TAG : TGS_TAG;
        Fields f = message.application(tag).fields();
        return new EncKdcReplyPart(
                Keys.from(f.get(0)),
                f.integer(2),
                f.flags(4),
                f.time(5),
                f.optional(6, DerValue::time),
                f.time(7),
                f.optional(8, DerValue::time),
                Names.realm(f.get(9)),
                Names.principal(f.get(10)),
                f.list(12, PaData::from));
    }
}
