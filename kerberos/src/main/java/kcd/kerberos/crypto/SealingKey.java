package kcd.kerberos.crypto;

import java.security.Key;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key made ready to encrypt many messages of one usage: the keys derived for it, once. RFC 3961 section 5.3, RFC 8009
 * section 3. Immutable; never printed.
 */
public final class SealingKey {
    private final Enctype enctype;
    private final SecretKeySpec encryption;
    private final SecretKeySpec integrity;

    private SealingKey(Enctype enctype, SecretKeySpec encryption, SecretKeySpec integrity) {
        this.enctype = enctype;
        this.encryption = encryption;
        this.integrity = integrity;
    }

    public static SealingKey of(EncryptionKey key, int usage) {
        Enctype enctype = key.enctype();
        if (enctype == Enctype.RC4_HMAC) {
            SecretKeySpec both = Rc4.usageKey(key, usage);
            return new SealingKey(enctype, both, both);
        }
        return new SealingKey(
                enctype,
                new SecretKeySpec(KeyDerivation.derive(key, usage, KeyDerivation.ENCRYPT), "AES"),
                new SecretKeySpec(KeyDerivation.derive(key, usage, KeyDerivation.INTEGRITY), enctype.hmac()));
    }

    /** How long the ciphertext of so many bytes is: with confounder and HMAC. */
    public int sealedLength(int plainLength) {
        return enctype.confounderBytes() + plainLength + enctype.macBytes();
    }

    /** Where in the ciphertext the plaintext lies. */
    public int plainOffset() {
        return enctype.plainOffset();
    }

    Enctype enctype() {
        return enctype;
    }

    Key encryption() {
        return encryption;
    }

    Key integrity() {
        return integrity;
    }

    @Override
    public String toString() {
        return enctype.label() + " sealing key";
    }
}
