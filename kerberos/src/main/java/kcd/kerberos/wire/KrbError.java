package kcd.kerberos.wire;

import java.time.Instant;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * KRB-ERROR. RFC 4120 section 5.9.1. Never authenticated: believe it only as far as acting on it does no harm.
 *
 * @param errorCode the number as sent, known or not
 * @param stime the server's time
 * @param susec its microseconds
 * @param crealm the client's realm, which KDC_ERR_WRONG_REALM uses for a referral (RFC 6806 section 7)
 * @param realm the server's realm
 * @param sname the server
 * @param etext text for people
 * @param edata more about it; see {@link PaData#decodeMethodData} and {@link KerbErrorData}
 */
public record KrbError(
        int errorCode,
        Instant stime,
        int susec,
        @Nullable Realm crealm,
        Realm realm,
        PrincipalName sname,
        @Nullable String etext,
        @Nullable Octets edata)
        implements KdcAnswer {
    private static final int TAG = 30;

    /** The same, with this e-data if it has none of its own. */
    public KrbError withDefaultData(Octets data) {
        return edata == null ? new KrbError(errorCode, stime, susec, crealm, realm, sname, etext, data) : this;
    }

    @Override
    public Octets encode() {
        return Der.encode(Der.application(
                TAG,
                Der.sequence(
                        Der.field(0, Der.integer(5)),
                        Der.field(1, Der.integer(TAG)),
                        Der.field(4, Der.time(stime)),
                        Der.field(5, Der.integer(susec)),
                        Der.field(6, Der.integer(errorCode)),
                        crealm == null ? null : Der.field(7, Names.of(crealm)),
                        Der.field(9, Names.of(realm)),
                        Der.field(10, Names.of(sname)),
                        etext == null ? null : Der.field(11, Der.text(etext)),
                        edata == null ? null : Der.field(12, Der.octets(edata)))));
    }

    /** Reads a KRB-ERROR, for instance the one inside a rejected SPNEGO token. */
    public static KrbError decode(Octets der) throws MalformedMessageException {
        return from(DerValue.parse(der));
    }

    static KrbError from(DerValue message) throws MalformedMessageException {
        Fields f = message.application(TAG).fields();
        f.expectHeader(0, TAG);
        return new KrbError(
                f.int32(6),
                f.time(4),
                f.micros(5),
                f.optional(7, Names::realm),
                Names.realm(f.get(9)),
                Names.principal(f.get(10)),
                f.optional(11, DerValue::text),
                f.optional(12, DerValue::octets));
    }
}
