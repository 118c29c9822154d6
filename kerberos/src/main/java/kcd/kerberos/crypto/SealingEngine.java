package kcd.kerberos.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The machinery of one encryption at a time: cipher, HMACs and a stock of random bytes, set up once and used for many
 * keys. Encrypts in place with one cipher call and one HMAC call. Not safe for use by several threads;
 * {@link EnginePool} lends it to one.
 */
public final class SealingEngine {
    /** How much randomness is fetched at once: some 200 confounders. */
    private static final int STOCK = 4096;

    private static final byte[] ZERO_BLOCK = new byte[16];

    private final SecureRandom random;
    private final Cipher cipher;
    private final Map<Enctype, Mac> macs = new EnumMap<>(Enctype.class);
    private final byte[] stock = new byte[STOCK];
    private int used = STOCK;

    SealingEngine(SecureRandom random) {
        this.random = random;
        try {
            this.cipher = Cipher.getInstance("AES/CTS/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES with ciphertext stealing", e);
        }
    }

    /**
     * Encrypts in place; the result takes {@link SealingKey#sealedLength} bytes.
     *
     * @param buffer holds the plaintext {@link SealingKey#plainOffset} bytes behind {@code offset},
     *     and room for an HMAC behind that
     * @param offset where the ciphertext starts
     * @param plainLength how long the plaintext is
     */
    public void seal(SealingKey key, byte[] buffer, int offset, int plainLength) {
        if (key.enctype() == Enctype.RC4_HMAC) {
            random(buffer, offset + Rc4.CHECKSUM, Rc4.CONFOUNDER);
            Rc4.seal(key.encryption(), buffer, offset, plainLength);
            return;
        }
        int length = KerberosCrypto.CONFOUNDER + plainLength;
        random(buffer, offset, KerberosCrypto.CONFOUNDER);
        try {
            if (key.enctype().isSha2()) {
                encrypt(key, buffer, offset, length);
                Mac mac = mac(key);
                mac.update(ZERO_BLOCK); // the cipher state comes first, RFC 8009 section 5
                authenticate(mac, key.enctype(), buffer, offset, length);
            } else {
                authenticate(mac(key), key.enctype(), buffer, offset, length);
                encrypt(key, buffer, offset, length);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encryption in memory failed", e);
        }
    }

    /** 32 random bits. */
    public int randomInt() {
        byte[] four = new byte[4];
        random(four, 0, 4);
        return four[0] << 24 | (four[1] & 0xff) << 16 | (four[2] & 0xff) << 8 | (four[3] & 0xff);
    }

    /** Takes from the stock, and leaves nothing there of what it gave away. */
    private void random(byte[] target, int offset, int length) {
        if (used + length > STOCK) {
            random.nextBytes(stock);
            used = 0;
        }
        System.arraycopy(stock, used, target, offset, length);
        Arrays.fill(stock, used, used + length, (byte) 0);
        used += length;
    }

    private void encrypt(SealingKey key, byte[] buffer, int offset, int length) throws GeneralSecurityException {
        cipher.init(Cipher.ENCRYPT_MODE, key.encryption(), KerberosCrypto.ZERO_STATE);
        cipher.doFinal(buffer, offset, length, buffer, offset);
    }

    private static void authenticate(Mac mac, Enctype enctype, byte[] buffer, int offset, int length) {
        mac.update(buffer, offset, length);
        System.arraycopy(mac.doFinal(), 0, buffer, offset + length, enctype.macBytes());
    }

    private Mac mac(SealingKey key) throws GeneralSecurityException {
        Mac mac = macs.get(key.enctype());
        if (mac == null) {
            mac = Mac.getInstance(key.enctype().hmac());
            macs.put(key.enctype(), mac);
        }
        mac.init(key.integrity());
        return mac;
    }
}
