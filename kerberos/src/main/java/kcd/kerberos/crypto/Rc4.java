package kcd.kerberos.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * rc4-hmac, for accounts that have no other key. RFC 4757. Broken by today's measure (RFC 8429): only who may ask for it
 * gets here, see {@link PermittedEnctypes}.
 *
 * <pre>
 *   | checksum 16 | confounder 8 | plaintext |
 *                 '- encrypted with a key that depends on the checksum
 * </pre>
 */
final class Rc4 {
    static final int CHECKSUM = 16;
    static final int CONFOUNDER = 8;
    /** Where the plaintext lies in a message. */
    static final int HEAD = CHECKSUM + CONFOUNDER;

    private static final String HMAC = "HmacMD5";

    private Rc4() {}

    /** The NT hash of a password: neither salt nor iterations. RFC 4757 section 2. */
    static EncryptionKey fromPassword(char[] password) {
        ByteBuffer utf16 =
                ByteBuffer.allocate(password.length * Character.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (char c : password) {
            utf16.putChar(c);
        }
        EncryptionKey key = new EncryptionKey(Enctype.RC4_HMAC, Md4.digest(utf16.array()));
        Arrays.fill(utf16.array(), (byte) 0);
        return key;
    }

    /** K1, from which all other keys of a message come. RFC 4757 section 5. */
    static SecretKeySpec usageKey(EncryptionKey key, int usage) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(messageType(usage))
                .array();
        return new SecretKeySpec(hmac(new SecretKeySpec(key.raw(), HMAC), number, 0, number.length), HMAC);
    }

    /**
     * Microsoft's number for a usage where it is not Kerberos' own. RFC 4757 section 3; it has 8 for a reply under the
     * subkey too, which no KDC follows.
     */
    static int messageType(int usage) {
        return switch (usage) {
            case KeyUsage.AS_REP -> KeyUsage.TGS_REP_SESSION_KEY;
            case KeyUsage.GSS_MIC -> KeyUsage.GSS_MIC_RC4;
            default -> usage;
        };
    }

    /** Encrypts in place what lies behind the room for the checksum: a random confounder, the plaintext. */
    static void seal(Key usageKey, byte[] buffer, int offset, int plainLength) {
        int start = offset + CHECKSUM;
        int length = CONFOUNDER + plainLength;
        byte[] checksum = hmac(usageKey, buffer, start, length);
        System.arraycopy(checksum, 0, buffer, offset, CHECKSUM);
        cipher(Cipher.ENCRYPT_MODE, usageKey, checksum, buffer, start, length);
    }

    static byte[] open(Key usageKey, byte[] data) throws CryptoException {
        if (data.length < HEAD) {
            throw new CryptoException("ciphertext of " + data.length + " bytes is too short");
        }
        byte[] checksum = Arrays.copyOf(data, CHECKSUM);
        byte[] plain = Arrays.copyOfRange(data, CHECKSUM, data.length);
        cipher(Cipher.DECRYPT_MODE, usageKey, checksum, plain, 0, plain.length);
        if (!MessageDigest.isEqual(checksum, hmac(usageKey, plain, 0, plain.length))) {
            throw new CryptoException("integrity check failed");
        }
        return Arrays.copyOfRange(plain, CONFOUNDER, plain.length);
    }

    private static void cipher(int mode, Key usageKey, byte[] checksum, byte[] buffer, int offset, int length) {
        try {
            Cipher cipher = Cipher.getInstance("ARCFOUR");
            cipher.init(mode, new SecretKeySpec(hmac(usageKey, checksum, 0, checksum.length), "ARCFOUR"));
            cipher.doFinal(buffer, offset, length, buffer, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks RC4", e);
        }
    }

    private static byte[] hmac(Key key, byte[] data, int offset, int length) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(data, offset, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + HMAC, e);
        }
    }
}
