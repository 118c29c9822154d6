package kcd.kerberos.wire;

import java.time.Instant;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * EncTicketPart: what a KDC tells the service in a ticket. RFC 4120 section 5.3.
 *
 * @param flags {@link TicketFlags}
 * @param key the session key
 * @param crealm the client's realm
 * @param cname the client
 * @param authTime when the client first authenticated
 * @param startTime when the ticket starts; at authTime if absent
 * @param endTime when it ends
 * @param renewTill until when it can be renewed
 * @param authorizationData among it the PAC, inside AD-IF-RELEVANT
 */
public record EncTicketPart(
        int flags,
        EncryptionKey key,
        Realm crealm,
        PrincipalName cname,
        Instant authTime,
        @Nullable Instant startTime,
        Instant endTime,
        @Nullable Instant renewTill,
        List<AuthorizationData> authorizationData) {
    private static final int TAG = 3;
    private static final int TRANSITED_DOMAIN_X500_COMPRESS = 1;

    public EncTicketPart {
        authorizationData = List.copyOf(authorizationData);
    }

    public Octets encode() {
        return Der.encode(Der.application(
                TAG,
                Der.sequence(
                        Der.field(0, Der.flags(flags)),
                        Der.field(1, Keys.of(key)),
                        Der.field(2, Names.of(crealm)),
                        Der.field(3, Names.of(cname)),
                        Der.field(
                                4,
                                Der.sequence(
                                        Der.field(0, Der.integer(TRANSITED_DOMAIN_X500_COMPRESS)),
                                        Der.field(1, Der.octets(Octets.EMPTY)))),
                        Der.field(5, Der.time(authTime)),
                        startTime == null ? null : Der.field(6, Der.time(startTime)),
                        Der.field(7, Der.time(endTime)),
                        renewTill == null ? null : Der.field(8, Der.time(renewTill)),
                        authorizationData.isEmpty()
                                ? null
                                : Der.field(10, AuthorizationData.listToDer(authorizationData)))));
    }

    public static EncTicketPart decode(Octets der) throws MalformedMessageException {
        Fields f = DerValue.parse(der).application(TAG).fields();
        List<AuthorizationData> ad = f.optional(10, AuthorizationData::listFrom);
        return new EncTicketPart(
                f.flags(0),
                Keys.from(f.get(1)),
                Names.realm(f.get(2)),
                Names.principal(f.get(3)),
                f.time(5),
                f.optional(6, DerValue::time),
                f.time(7),
                f.optional(8, DerValue::time),
                ad == null ? List.of() : ad);
    }
}
