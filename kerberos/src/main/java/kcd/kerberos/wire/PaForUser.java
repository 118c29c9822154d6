package kcd.kerberos.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;

/**
 * PA-FOR-USER: the user an S4U2Self request is for. MS-SFU section 2.2.1.
 *
 * @param user the user
 * @param checksum HMAC-MD5 under the ticket's session key, whatever that key's type
 */
public record PaForUser(Principal user, Checksum checksum) {
    private static final String PACKAGE = "Kerberos";

    /** The PA-DATA for a request under a ticket with that session key. */
    public static PaData forUser(Principal user, EncryptionKey sessionKey) {
        Checksum checksum = new Checksum(
                KerberosCrypto.HMAC_MD5,
                Octets.of(KerberosCrypto.hmacMd5(sessionKey, KeyUsage.KERB_NON_KERB_CKSUM, signedBytes(user))));
        return new PaData(
                PaData.FOR_USER,
                Der.encode(Der.sequence(
                        Der.field(0, Names.of(user.name())),
                        Der.field(1, Names.of(user.realm())),
                        Der.field(2, checksum.toDer()),
                        Der.field(3, Der.text(PACKAGE)))));
    }

    public static PaForUser decode(Octets value) throws MalformedMessageException {
        Fields f = DerValue.parse(value).fields();
        if (!f.text(3).equals(PACKAGE)) {
            throw new MalformedMessageException("PA-FOR-USER of another package");
        }
        return new PaForUser(new Principal(Names.principal(f.get(0)), Names.realm(f.get(1))), Checksum.from(f.get(2)));
    }

    /** Whether the checksum is right for that session key. */
    public boolean verify(EncryptionKey sessionKey) {
        return checksum.type() == KerberosCrypto.HMAC_MD5
                && checksum.verify(sessionKey, KeyUsage.KERB_NON_KERB_CKSUM, Octets.of(signedBytes(user)));
    }

    private static byte[] signedBytes(Principal user) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(user.name().type())
                .array());
        user.name().components().forEach(c -> out.writeBytes(c.getBytes(StandardCharsets.UTF_8)));
        out.writeBytes(user.realm().value().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(PACKAGE.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
