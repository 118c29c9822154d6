package kcd.kerberos.wire;

import java.time.Instant;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * Authenticator. RFC 4120 section 5.5.1. With ticket and server, (ctime, cusec) must never repeat: it is what replay
 * caches remember.
 *
 * @param crealm the client's realm, as in the ticket
 * @param cname the client, as in the ticket
 * @param checksum of the request, or the GSS checksum of RFC 4121 section 4.1.1
 * @param cusec microseconds of {@code ctime}, 0 to 999999
 * @param ctime the client's time
 * @param subkey a key for this exchange
 * @param sequenceNumber where the client's messages start
 * @param authorizationData restrictions, and KERB_AP_OPTIONS
 */
public record Authenticator(
        Realm crealm,
        PrincipalName cname,
        @Nullable Checksum checksum,
        int cusec,
        Instant ctime,
        @Nullable EncryptionKey subkey,
        @Nullable Long sequenceNumber,
        List<AuthorizationData> authorizationData) {
    private static final int TAG = 2;

    public Authenticator {
        authorizationData = List.copyOf(authorizationData);
    }

    public Octets encode() {
        return Der.encode(Der.application(
                TAG,
                Der.sequence(
                        Der.field(0, Der.integer(5)),
                        Der.field(1, Names.of(crealm)),
                        Der.field(2, Names.of(cname)),
                        checksum == null ? null : Der.field(3, checksum.toDer()),
                        Der.field(4, Der.integer(cusec)),
                        Der.field(5, Der.time(ctime)),
                        subkey == null ? null : Der.field(6, Keys.of(subkey)),
                        sequenceNumber == null ? null : Der.field(7, Der.integer(sequenceNumber)),
                        authorizationData.isEmpty()
                                ? null
                                : Der.field(8, AuthorizationData.listToDer(authorizationData)))));
    }

    public static Authenticator decode(Octets der) throws MalformedMessageException {
        Fields f = DerValue.parse(der).application(TAG).fields();
        List<AuthorizationData> ad = f.optional(8, AuthorizationData::listFrom);
        return new Authenticator(
                Names.realm(f.get(1)),
                Names.principal(f.get(2)),
                f.optional(3, Checksum::from),
                f.micros(4),
                f.time(5),
                f.optional(6, Keys::from),
                f.optional(7, DerValue::integer),
                ad == null ? List.of() : ad);
    }
}
