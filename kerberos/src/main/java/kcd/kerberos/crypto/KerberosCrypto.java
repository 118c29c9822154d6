package kcd.kerberos.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encryption and checksums of RFC 3961 section 5.3 (AES with HMAC-SHA1) and RFC 8009 section 5 (AES with HMAC-SHA2),
 * RFC 4757 (RC4), and the HMAC-MD5 checksum of RFC 4757 section 4 that PA-FOR-USER wants under a key of any type.
 */
public final class KerberosCrypto {
    /** KERB_CHECKSUM_HMAC_MD5, MS-SFU section 2.2.1. */
    public static final int HMAC_MD5 = -138;

    /** rsa-md4, RFC 3961 section 6.1.2: without a key, so that it proves nothing by itself. */
    public static final int RSA_MD4 = 2;

    static final int CONFOUNDER = 16;
    static final IvParameterSpec ZERO_STATE = new IvParameterSpec(new byte[16]);
    private static final byte[] SIGNATURE_KEY = "signaturekey\0".getBytes(StandardCharsets.US_ASCII);

    private KerberosCrypto() {}

    /** Encrypts under the keys derived for {@code usage}. */
    public static byte[] encrypt(EncryptionKey key, int usage, byte[] plain, SecureRandom random) {
        Enctype e = key.enctype();
        if (e == Enctype.RC4_HMAC) {
            byte[] sealed = new byte[Rc4.HEAD + plain.length];
            byte[] confounder = new byte[Rc4.CONFOUNDER];
            random.nextBytes(confounder);
            System.arraycopy(confounder, 0, sealed, Rc4.CHECKSUM, Rc4.CONFOUNDER);
            System.arraycopy(plain, 0, sealed, Rc4.HEAD, plain.length);
            Rc4.seal(Rc4.usageKey(key, usage), sealed, 0, plain.length);
            return sealed;
        }
        byte[] input = new byte[CONFOUNDER + plain.length];
        byte[] confounder = new byte[CONFOUNDER];
        random.nextBytes(confounder);
        System.arraycopy(confounder, 0, input, 0, CONFOUNDER);
        System.arraycopy(plain, 0, input, CONFOUNDER, plain.length);
        byte[] cipher = aes(Cipher.ENCRYPT_MODE, KeyDerivation.derive(key, usage, KeyDerivation.ENCRYPT), input);
        byte[] out = Arrays.copyOf(cipher, cipher.length + e.macBytes());
        byte[] mac = integrity(key, usage, e.isSha2() ? cipher : input);
        System.arraycopy(mac, 0, out, cipher.length, e.macBytes());
        return out;
    }

    /**
     * Decrypts and checks integrity.
     *
     * @throws CryptoException if the key is not the one it was encrypted with, or the bytes were changed
     */
    public static byte[] decrypt(EncryptionKey key, int usage, byte[] data) throws CryptoException {
        Enctype e = key.enctype();
        if (e == Enctype.RC4_HMAC) {
            return Rc4.open(Rc4.usageKey(key, usage), data);
        }
        int length = data.length - e.macBytes();
        if (length < CONFOUNDER) {
            throw new CryptoException("ciphertext of " + data.length + " bytes is too short");
        }
        byte[] cipher = Arrays.copyOf(data, length);
        byte[] mac = Arrays.copyOfRange(data, length, data.length);
        if (e.isSha2() && !MessageDigest.isEqual(mac, integrity(key, usage, cipher))) {
            throw new CryptoException("integrity check failed");
        }
        byte[] plain = aes(Cipher.DECRYPT_MODE, KeyDerivation.derive(key, usage, KeyDerivation.ENCRYPT), cipher);
        if (!e.isSha2() && !MessageDigest.isEqual(mac, integrity(key, usage, plain))) {
            throw new CryptoException("integrity check failed");
        }
        return Arrays.copyOfRange(plain, CONFOUNDER, plain.length);
    }

    /** The mandatory checksum of the key's encryption type. */
    public static byte[] checksum(EncryptionKey key, int usage, byte[] data) {
        Enctype e = key.enctype();
        if (e == Enctype.RC4_HMAC) {
            return hmacMd5(key, Rc4.messageType(usage), data);
        }
        byte[] kc = KeyDerivation.derive(key, usage, KeyDerivation.CHECKSUM);
        return Arrays.copyOf(hmac(e.hmac(), kc, data), e.macBytes());
    }

    /**
     * Whether {@code value} is the checksum of {@code data}; in constant time. Knows the key's mandatory type and
     * {@link #HMAC_MD5}; any other type is wrong.
     */
    public static boolean verify(EncryptionKey key, int usage, int type, byte[] data, byte[] value) {
        byte[] expected;
        if (type == key.enctype().checksumType()) {
            expected = checksum(key, usage, data);
        } else if (type == HMAC_MD5) {
            expected = hmacMd5(key, usage, data);
        } else {
            return false;
        }
        return MessageDigest.isEqual(expected, value);
    }

    /** HMAC-MD5 checksum. RFC 4757 section 4; the key's bytes are taken as they are, whatever their type. */
    public static byte[] hmacMd5(EncryptionKey key, int usage, byte[] data) {
        byte[] signing = hmac("HmacMD5", key.raw(), SIGNATURE_KEY);
        byte[] number = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(usage)
                .array();
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(number);
            return hmac("HmacMD5", signing, md5.digest(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK runs without MD5, which PA-FOR-USER needs", e);
        }
    }

    /** The checksum {@link #RSA_MD4}. */
    public static byte[] md4(byte[] data) {
        return Md4.digest(data);
    }

    /**
     * The key of a password.
     *
     * @param salt as the KDC named it in ETYPE-INFO2; RC4 keys have none
     * @param s2kparams as the KDC named them: empty, or a 4-byte iteration count (RFC 3962 section 4)
     * @throws CryptoException if the iteration count is out of bounds, or there is no salt at all
     */
    public static EncryptionKey stringToKey(Enctype enctype, char[] password, byte[] salt, byte[] s2kparams)
            throws CryptoException {
        if (enctype == Enctype.RC4_HMAC) {
            return Rc4.fromPassword(password);
        }
        long iterations = s2kparams.length == 0
                ? enctype.defaultIterations()
                : s2kparams.length == 4
                        ? Integer.toUnsignedLong(ByteBuffer.wrap(s2kparams).getInt())
                        : -1;
        if (iterations < KeyDerivation.MIN_ITERATIONS || iterations > KeyDerivation.MAX_ITERATIONS) {
            throw new CryptoException("the KDC asks for an iteration count out of bounds");
        }
        if (salt.length == 0) {
            // Without a salt one table breaks the passwords of all realms; the JDK refuses it too, unchecked.
            throw new CryptoException("the KDC names an empty salt");
        }
        try {
            return KeyDerivation.fromPassword(enctype, password, salt, (int) iterations);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks PBKDF2", e);
        }
    }

    private static byte[] integrity(EncryptionKey key, int usage, byte[] data) {
        Enctype e = key.enctype();
        byte[] ki = KeyDerivation.derive(key, usage, KeyDerivation.INTEGRITY);
        try {
            Mac mac = Mac.getInstance(e.hmac());
            mac.init(new SecretKeySpec(ki, e.hmac()));
            if (e.isSha2()) {
                mac.update(new byte[16]); // the cipher state comes first, RFC 8009 section 5
            }
            return Arrays.copyOf(mac.doFinal(data), e.macBytes());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the JDK lacks " + e.hmac(), impossible);
        }
    }

    static byte[] hmac(String algorithm, byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + algorithm, e);
        }
    }

    /** AES in CBC mode with ciphertext stealing from a zero state. RFC 3962 section 5. */
    static byte[] aes(int mode, byte[] key, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTS/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), ZERO_STATE);
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES with ciphertext stealing", e);
        }
    }
}
