package kcd.kerberos.wire;

import java.util.Arrays;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.jspecify.annotations.Nullable;

/**
 * PA-S4U-X509-USER: the user an S4U2Self request is for, by name or by certificate, and the KDC's word on who that
 * is. MS-SFU section 2.2.2.
 *
 * @param nonce the request's nonce
 * @param cname the user; absent if only the certificate names it
 * @param crealm the user's realm
 * @param certificate the user's certificate, DER
 * @param options {@link #USE_REPLY_KEY_USAGE}
 * @param checksum over {@code userIdDer}
 * @param userIdDer the S4UUserID as encoded
 */
public record PaS4uX509User(
        long nonce,
        @Nullable PrincipalName cname,
        Realm crealm,
        @Nullable Octets certificate,
        int options,
        Checksum checksum,
        Octets userIdDer) {
    /** The reply is to be signed with its own key usage, so that a request cannot be played back as a reply. */
    public static final int USE_REPLY_KEY_USAGE = 0x20000000;

    /** Signs a user id. */
    public static PaS4uX509User sign(
            long nonce,
            @Nullable PrincipalName cname,
            Realm crealm,
            @Nullable Octets certificate,
            int options,
            EncryptionKey key,
            int usage) {
        Octets userId = Der.encode(Der.sequence(
                Der.field(0, Der.integer(nonce)),
                cname == null ? null : Der.field(1, Names.of(cname)),
                Der.field(2, Names.of(crealm)),
                certificate == null ? null : Der.field(3, Der.octets(certificate)),
                options == 0 ? null : Der.field(4, Der.flags(options))));
        return new PaS4uX509User(nonce, cname, crealm, certificate, options, checksum(key, usage, userId), userId);
    }

    public PaData toPaData() {
        return new PaData(
                PaData.S4U_X509_USER,
                Der.encode(Der.sequence(Der.field(0, Der.raw(userIdDer)), Der.field(1, checksum.toDer()))));
    }

    public static PaS4uX509User decode(Octets value) throws MalformedMessageException {
        Fields outer = DerValue.parse(value).fields();
        DerValue userId = outer.get(0);
        Fields f = userId.fields();
        Integer options = f.optional(4, DerValue::flags);
        return new PaS4uX509User(
                f.integer(0),
                f.optional(1, Names::principal),
                Names.realm(f.get(2)),
                f.optional(3, DerValue::octets),
                options == null ? 0 : options,
                Checksum.from(outer.get(1)),
                userId.der());
    }

    /**
     * Whether the checksum is right, and of the key's own type: MD5 proves nothing under an AES key. Under an RC4 key one
     * that is not {@link #isKeyed keyed} will do, as section 2.2.2 has it.
     */
    public boolean verify(EncryptionKey key, int usage) {
        return isKeyed()
                ? checksum.type() == key.enctype().checksumType() && checksum.verify(key, usage, userIdDer)
                : key.enctype() == Enctype.RC4_HMAC && checksum.equals(unkeyed(userIdDer));
    }

    /** Whether the checksum alone shows who made it. */
    public boolean isKeyed() {
        return checksum.type() != KerberosCrypto.RSA_MD4;
    }

    /** What the protected part of a reply to {@code request} has to repeat of both checksums, if they are not keyed. */
    public Octets bound(PaS4uX509User request) {
        byte[] both = Arrays.copyOf(
                request.checksum.value().toArray(),
                request.checksum.value().length() + checksum.value().length());
        checksum.value().copyTo(both, request.checksum.value().length());
        return Octets.of(both);
    }

    private static Checksum checksum(EncryptionKey key, int usage, Octets userId) {
        return key.enctype() == Enctype.RC4_HMAC ? unkeyed(userId) : Checksum.of(key, usage, userId);
    }

    private static Checksum unkeyed(Octets userId) {
        return new Checksum(KerberosCrypto.RSA_MD4, Octets.of(KerberosCrypto.md4(userId.toArray())));
    }
}
