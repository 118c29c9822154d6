package kcd.kerberos.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * The encryption types' pseudo-random function, RFC 3961 section 5.3 and RFC 8009 section 5 (RC4's is in no RFC, but in
 * every KDC), and the combination of two keys that FAST builds on it, RFC 6113 section 5.1.
 */
public final class PseudoRandom {
    private static final byte[] PRF = "prf".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 16;

    private PseudoRandom() {}

    /** KRB-FX-CF2: a key of the first key's type that nobody has who lacks one of the two. */
    public static EncryptionKey combine(EncryptionKey first, EncryptionKey second, String pepper1, String pepper2) {
        Enctype e = first.enctype();
        byte[] bytes = prfPlus(first, pepper1, e.keyBytes());
        byte[] other = prfPlus(second, pepper2, e.keyBytes());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= other[i];
        }
        return new EncryptionKey(e, bytes); // random-to-key is the identity for AES and RC4
    }

    /** PRF+: the function of the counted pepper, again and again until there is enough. */
    private static byte[] prfPlus(EncryptionKey key, String pepper, int length) {
        byte[] text = pepper.getBytes(StandardCharsets.US_ASCII);
        byte[] counted = new byte[1 + text.length];
        System.arraycopy(text, 0, counted, 1, text.length);
        byte[] out = new byte[0];
        while (out.length < length) {
            counted[0]++;
            byte[] more = prf(key, counted);
            int had = out.length;
            out = Arrays.copyOf(out, had + more.length);
            System.arraycopy(more, 0, out, had, more.length);
        }
        return Arrays.copyOf(out, length);
    }

    static byte[] prf(EncryptionKey key, byte[] input) {
        Enctype e = key.enctype();
        try {
            if (e.isSha2()) {
                int length = e == Enctype.AES256_SHA384 ? 48 : 32; // all of the hash, not what the checksum keeps of it
                return KeyDerivation.kdfHmacSha2(e, key.raw(), PRF, input, length);
            }
            if (e == Enctype.RC4_HMAC) {
                return KerberosCrypto.hmac("HmacSHA1", key.raw(), input);
            }
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(input);
            // Whole blocks of the hash, which is one; with a zero state its encryption has no chaining to speak of.
            return KerberosCrypto.aes(
                    Cipher.ENCRYPT_MODE, KeyDerivation.dk(key.raw(), PRF), Arrays.copyOf(hash, BLOCK));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the JDK lacks AES, HMAC or SHA-1", impossible);
        }
    }
}
