package kcd.kerberos.wire;

import java.security.SecureRandom;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.type.Asn1Encodeable;
import org.jspecify.annotations.Nullable;

/**
 * EncryptedData. RFC 4120 section 5.2.9.
 *
 * @param etype the encryption type's number
 * @param kvno the version of the key, if it is a long-term key
 * @param cipher the ciphertext
 */
public record EncryptedData(int etype, @Nullable Integer kvno, Octets cipher) {

    /** Encrypts {@code plain}. */
    public static EncryptedData of(
            EncryptionKey key, @Nullable Integer kvno, int usage, Octets plain, SecureRandom random) {
        return new EncryptedData(
                key.enctype().number(), kvno, Octets.of(KerberosCrypto.encrypt(key, usage, plain.toArray(), random)));
    }

    /**
     * Decrypts.
     *
     * @throws CryptoException if the key does not fit
     */
    public Octets decrypt(EncryptionKey key, int usage) throws CryptoException {
        if (key.enctype().number() != etype) {
            throw new CryptoException("encrypted with type " + etype + ", the key is "
                    + key.enctype().label());
        }
        return Octets.of(KerberosCrypto.decrypt(key, usage, cipher.toArray()));
    }

    Asn1Encodeable toDer() {
        return Der.sequence(
                Der.field(0, Der.integer(etype)),
                kvno == null ? null : Der.field(1, Der.integer(kvno)),
                Der.field(2, Der.octets(cipher)));
    }

    static EncryptedData from(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        Long kvno = f.optional(1, DerValue::integer);
        // Read-only controllers set the upper 16 bits, and some send the number as if it were signed.
        return new EncryptedData(f.int32(0), kvno == null ? null : kvno.intValue(), f.octets(2));
    }
}
