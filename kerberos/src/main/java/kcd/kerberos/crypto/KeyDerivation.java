package kcd.kerberos.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Derived keys: DK with n-fold of RFC 3961 section 5.1, KDF-HMAC-SHA2 of RFC 8009 section 3, and string-to-key. */
final class KeyDerivation {
    static final byte ENCRYPT = (byte) 0xaa;
    static final byte INTEGRITY = 0x55;
    static final byte CHECKSUM = (byte) 0x99;

    /** RFC 3962 section 4 lets a KDC ask for any count; more than this is an attack on our time. */
    static final int MAX_ITERATIONS = 1_000_000;
    /** Fewer than Active Directory's and MIT's default would be an attack on the password. */
    static final int MIN_ITERATIONS = 1_000;

    private static final int BLOCK = 16;
    private static final byte[] KERBEROS = "kerberos".getBytes(StandardCharsets.US_ASCII);

    private KeyDerivation() {}

    static byte[] derive(EncryptionKey key, int usage, byte purpose) {
        byte[] constant = ByteBuffer.allocate(5).putInt(usage).put(purpose).array();
        Enctype e = key.enctype();
        int length = purpose == ENCRYPT ? e.keyBytes() : e.integrityKeyBytes();
        try {
            return e.isSha2() ? kdfHmacSha2(e, key.raw(), constant, length) : dk(key.raw(), constant);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the JDK lacks AES or HMAC", impossible);
        }
    }

    /** String-to-key. RFC 3962 section 4, RFC 8009 section 4. */
    static EncryptionKey fromPassword(Enctype e, char[] password, byte[] salt, int iterations)
            throws GeneralSecurityException {
        byte[] fullSalt = salt;
        if (e.isSha2()) {
            byte[] label = e.label().getBytes(StandardCharsets.US_ASCII);
            fullSalt = ByteBuffer.allocate(label.length + 1 + salt.length)
                    .put(label)
                    .put((byte) 0)
                    .put(salt)
                    .array();
        }
        PBEKeySpec spec = new PBEKeySpec(password, fullSalt, iterations, e.keyBytes() * 8);
        byte[] seed = SecretKeyFactory.getInstance("PBKDF2With" + e.hmac())
                .generateSecret(spec)
                .getEncoded();
        spec.clearPassword();
        byte[] key = e.isSha2() ? kdfHmacSha2(e, seed, KERBEROS, e.keyBytes()) : dk(seed, KERBEROS);
        return new EncryptionKey(e, key);
    }

    private static byte[] kdfHmacSha2(Enctype e, byte[] key, byte[] label, int length) throws GeneralSecurityException {
        return kdfHmacSha2(e, key, label, new byte[0], length);
    }

    static byte[] kdfHmacSha2(Enctype e, byte[] key, byte[] label, byte[] context, int length)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(e.hmac());
        mac.init(new SecretKeySpec(key, e.hmac()));
        mac.update(new byte[] {0, 0, 0, 1});
        mac.update(label);
        mac.update((byte) 0);
        mac.update(context);
        mac.update(ByteBuffer.allocate(4).putInt(length * 8).array());
        return Arrays.copyOf(mac.doFinal(), length);
    }

    static byte[] dk(byte[] key, byte[] constant) throws GeneralSecurityException {
        // One block at a time, each the encryption of the one before: ECB here is RFC 3961's E() with a zero state.
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] block = nfold(constant, BLOCK);
        byte[] out = new byte[key.length];
        for (int i = 0; i < key.length; i += BLOCK) {
            block = cipher.doFinal(block);
            System.arraycopy(block, 0, out, i, BLOCK);
        }
        return out;
    }

    /** n-fold: the input, repeated and rotated right 13 bits each time, added up in ones' complement. RFC 3961 5.1. */
    static byte[] nfold(byte[] in, int outBytes) {
        int inBits = in.length * 8;
        int total = lcm(in.length, outBytes);
        int[] sum = new int[outBytes];
        for (int i = 0; i < total; i++) {
            int copy = i / in.length;
            int firstBit = Math.floorMod((i % in.length) * 8 - 13 * copy, inBits);
            sum[i % outBytes] += octetAt(in, firstBit, inBits);
        }
        // End-around carries, until none is left.
        int carry = 0;
        do {
            for (int i = outBytes - 1; i >= 0; i--) {
                int v = sum[i] + carry;
                sum[i] = v & 0xff;
                carry = v >>> 8;
            }
        } while (carry != 0);
        byte[] out = new byte[outBytes];
        for (int i = 0; i < outBytes; i++) {
            out[i] = (byte) sum[i];
        }
        return out;
    }

    private static int octetAt(byte[] in, int firstBit, int inBits) {
        int value = 0;
        for (int b = 0; b < 8; b++) {
            int bit = (firstBit + b) % inBits;
            value = (value << 1) | ((in[bit / 8] >> (7 - bit % 8)) & 1);
        }
        return value;
    }

    private static int lcm(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int t = x % y;
            x = y;
            y = t;
        }
        return a / x * b;
    }
}
